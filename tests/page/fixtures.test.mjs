// The page in other people's pages: plain HTML, React and Vue, each with an engine behind HTTP and the host's content security policy.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { browse, pageOf } from './browser.mjs'
import { catalogue } from './company.mjs'
import { dist, serve } from './static.mjs'
import { open } from '../../pkg/dist/index.inline.js'
import { MemoryStore } from '../../pkg/dist/stores/memory.js'

const fixtures = fileURLToPath(new URL('fixtures', import.meta.url))

test('plain HTML embeds it without a bundler, and neither sheet reaches the other side', async (context) => {
  const { page, wrong } = await opened(context, 'plain')
  await page.getByRole('link', { name: 'Nightly sync' }).waitFor()
  const styles = await page.evaluate(() => {
    const inside = document.querySelector('badgehouse-accounts').shadowRoot
    const add = getComputedStyle(inside.querySelector('[part~=new]'))
    const [mine, theirs] = [document.querySelector('#host'), inside.querySelector('h1')].map((element) => getComputedStyle(element))
    return { accent: add.backgroundColor, display: add.display, transform: add.textTransform, spacing: theirs.letterSpacing, weight: mine.fontWeight, color: theirs.color === mine.color }
  })
  assert.deepEqual({ ...styles, spacing: styles.spacing !== '3px', display: styles.display !== 'none' }, { accent: 'rgb(11, 110, 79)', display: true, transform: 'uppercase', spacing: true, weight: '700', color: false })
  await page.getByRole('link', { name: 'Nightly sync' }).click()
  await page.getByRole('heading', { name: 'Nightly sync' }).waitFor()
  assert.match(page.url(), /#\/accounts\/sa_/)
  await page.goBack()
  await page.getByRole('heading', { name: 'Service accounts' }).waitFor()
  // A fragment of the host's own is no place of the page's.
  await page.getByRole('link', { name: 'Deleted' }).click()
  await page.evaluate(() => (location.hash = '#host'))
  await page.getByRole('heading', { name: 'Deleted accounts', exact: true }).waitFor()
  assert.deepEqual(wrong, [])
})

test('React sets properties, hears of places and says them, in the language of its page', async (context) => {
  const { page, wrong } = await opened(context, 'react')
  await page.getByRole('heading', { name: 'Dienstkonten' }).waitFor()
  await page.getByRole('link', { name: 'Nightly sync' }).waitFor()
  await page.getByRole('button', { name: 'Neu' }).click()
  await page.locator('output', { hasText: '/new' }).waitFor()
  await page.getByLabel('Name', { exact: true }).fill('x'.repeat(201))
  await page.getByText(/höchstens 200 Zeichen/).waitFor()
  await page.getByRole('button', { name: 'Papierkorb' }).click()
  await page.getByRole('heading', { name: 'Gelöschte Konten' }).waitFor()
  await page.getByRole('link', { name: 'Konten', exact: true }).click()
  await page.locator('output', { hasText: /^\/$/ }).waitFor()
  assert.equal(new URL(page.url()).hash, '', 'the address is the host’s')
  await page.evaluate(() => (document.documentElement.lang = 'en'))
  await page.getByRole('heading', { name: 'Service accounts' }).waitFor()
  assert.deepEqual(wrong, [])
})

test('Vue has two of them in one page, each of its company, one with other texts', async (context) => {
  const { page, wrong } = await opened(context, 'vue')
  const [one, two] = [page.locator('.one'), page.locator('.two')]
  await one.getByRole('heading', { name: 'Robots' }).waitFor()
  await one.getByText('1 robot', { exact: true }).waitFor()
  await two.getByText('0 accounts', { exact: true }).waitFor()
  await one.getByRole('button', { name: '+ Add' }).click()
  await page.locator('output', { hasText: '/new' }).waitFor()
  await two.getByRole('heading', { name: 'No service accounts yet' }).waitFor()
  await one.getByRole('heading', { name: 'New service account' }).waitFor()
  await two.getByRole('link', { name: 'Found a secret?' }).click()
  await two.getByRole('heading', { name: 'Found a secret?' }).waitFor()
  assert.match(await page.locator('output').textContent(), /new/)
  // Moved to another place of the document it is the same.
  await page.evaluate(() => document.body.append(document.querySelector('.two')))
  await two.getByRole('link', { name: 'Accounts' }).click()
  await two.getByRole('heading', { name: 'No service accounts yet' }).waitFor()
  assert.deepEqual(wrong, [])
})

/** A fixture with an engine behind it, in which `acme` has one account. */
async function opened(context, name) {
  const sealingKeys = ['KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio']
  const engine = await open({ issuer: 'https://a.example', contactDomain: 'svc.a.example', sealingKeys, store: new MemoryStore(), catalogue })
  const ann = (company) => ({ kind: 'user', company, id: 'ann', levels: { admin: 'admin', directory: 'admin' } })
  await engine.accounts(ann('acme'), 'acme').createAccount({ app_type: 'custom', name: 'Nightly sync' })
  const program = await bundled(name)
  const origin = await serve(context, join(fixtures, name), async (request, path) => {
    if (path === '/app.js') return [200, { 'content-type': 'text/javascript' }, program]
    if (path.startsWith('/badgehouse/v1/')) return answered(engine, request, ann(path.split('/')[4]))
    if (path.startsWith('/badgehouse/')) return [200, { 'content-type': 'text/javascript' }, await readFile(join(dist, path.slice('/badgehouse/'.length)))]
  })
  const { page, wrong } = await pageOf(await browse(context))
  await page.goto(`${origin}/`)
  return { page, wrong }
}

/** The engine's answer to a request of Node's. */
async function answered(engine, request, actor) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const { method, headers } = request
  const body = method === 'GET' ? undefined : Buffer.concat(chunks)
  const answer = await engine.handle(new Request(`https://a.example${request.url}`, { method, headers: { ...headers, origin: 'https://a.example' }, body }), { actor })
  return [answer.status, Object.fromEntries(answer.headers), Buffer.from(await answer.arrayBuffer())]
}

/** A fixture's program, as its author's bundler makes it; nothing where it has none. */
async function bundled(name) {
  if (name === 'plain') return ''
  const at = (path) => join(dist, path)
  const { outputFiles } = await build({
    entryPoints: [join(fixtures, name, name === 'react' ? 'app.tsx' : 'app.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    alias: { 'badgehouse/client': at('client.js'), 'badgehouse/rules/inline': at('rules.inline.js'), 'badgehouse/admin/model': at('admin/model.js'), 'badgehouse/admin': at('admin.js') },
  })
  return outputFiles[0].text
}
