// The program of docs/runtimes/browser.md, in a browser under the policy that the page names.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { browse, pageOf } from './browser.mjs'
import { dist, serve } from './static.mjs'

test('an engine in a page keeps its accounts, under a strict policy', async (context) => {
  const text = await readFile(new URL('../../docs/runtimes/browser.md', import.meta.url), 'utf8')
  const [, program] = /```js\n(.*?)```/s.exec(text)
  const files = { '/': ['text/html', '<!doctype html><body><script type="module" src="/app.js"></script>'], '/app.js': ['text/javascript', resolved(program)] }
  const policy = /`(script-src [^`]*)`, and `(connect-src [^`]*)`/.exec(text).slice(1).join('; ')
  const origin = await serve(context, dist, (_, path) => (path in files ? [200, { 'content-type': files[path][0], 'content-security-policy': `default-src 'none'; ${policy}` }, files[path][1]] : undefined))
  const { page, wrong } = await pageOf(await browse(context))
  await page.goto(origin)
  await page.getByText('Nightly sync', { exact: true }).waitFor()
  await page.reload()
  await page.getByText('Nightly sync,Nightly sync', { exact: true }).waitFor()
  assert.deepEqual(wrong, [])
})

/** As a bundler or an import map finds the package's entries. */
function resolved(program) {
  return program.replace("'badgehouse'", "'/index.fetch.js'").replace(/'badgehouse\/(stores\/\w+)'/g, "'/$1.js'")
}
