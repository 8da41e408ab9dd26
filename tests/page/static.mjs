// Static files on a port of their own, with the headers that a careful host sends.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the package's build has made. */
export const dist = fileURLToPath(new URL('../../pkg/dist', import.meta.url))

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' }
export const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Serves a folder; the test's end stops it. `answer` may give `[status, headers, body]` for a request in its place. */
export async function serve(context, folder, answer = () => undefined) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://x')
    const own = await answer(request, pathname)
    const [status, headers, body] = own ?? (await file(folder, pathname))
    response.writeHead(status, { 'content-security-policy': policy, 'x-content-type-options': 'nosniff', ...headers })
    response.end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  context.after(() => server.close())
  return `http://127.0.0.1:${server.address().port}`
}

async function file(folder, pathname) {
  const path = join(folder, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname))
  const body = await readFile(path).catch(() => undefined)
  return body === undefined ? [404, {}, ''] : [200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }, body]
}
