// Pages under the policy of a careful host, in the machine's browsers, Debian's.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm' }

/** No program but from the page's own server, none made of a text, and WebAssembly. `more` are sources besides. */
export const policy = (more = '') => `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'${more}; style-src 'self'; connect-src 'self'; img-src 'self'`

/** The source of a script that stands within a page. */
export const hashOf = (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/** Serves a folder while `work` has its address. */
export async function served(folder, work, more) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://x')
    const path = join(folder, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname))
    const body = await readFile(path).catch(() => undefined)
    const type = TYPES[extname(path)] ?? 'application/octet-stream'
    response.writeHead(body ? 200 : 404, { 'content-type': type, 'content-security-policy': policy(more), 'x-content-type-options': 'nosniff' })
    response.end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await work(`http://127.0.0.1:${server.address().port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** What a page says in the end, in Chromium; it fails when anything throws there, or is refused by the policy. `told` is called before the navigation and when the page has said it. */
export async function inChromium(url, told = () => {}) {
  const { chromium } = await import('playwright-core')
  // Without a sandbox of its own: it may run as root, and opens our own pages alone.
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'], timeout: 300_000 })
  try {
    const page = await browser.newPage()
    told()
    const text = await said(page, url, () => page.locator('#outcome').textContent({ timeout: 600_000 }))
    told()
    return { version: browser.version(), text }
  } finally {
    await browser.close()
  }
}

/** What a page cannot be asked: its `Request` leaves these headers to the browser. */
export const NOT_IN_A_PAGE = { 'foreign_page.json': 'a page’s `Request` takes no `Origin`' }

/** The same in Firefox, over WebDriver BiDi. */
export async function inFirefox(url) {
  const { default: puppeteer } = await import('puppeteer-core')
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true, timeout: 300_000 })
  try {
    const page = await browser.newPage()
    const text = await said(page, url, () => page.locator('#outcome').setTimeout(600_000).map((shown) => shown.textContent).wait())
    return { version: (await browser.version()).replace(/^firefox\//i, ''), text }
  } finally {
    await browser.close()
  }
}

async function said(page, url, outcome) {
  const wrong = []
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) wrong.push(message.text())
  })
  await page.goto(url, { timeout: 300_000 })
  const text = await outcome().catch((error) => {
    throw new Error(`${error.message}; the page complains: ${wrong.join('\n')}`)
  })
  assert.deepEqual(wrong, [])
  return text
}
