// The documented way in Firefox, over WebDriver BiDi: on the static page, and so also the engine and IndexedDB there; and at the reference server.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import puppeteer from 'puppeteer-core'
import { start } from './server.mjs'
import { dist, serve } from './static.mjs'

test('in Firefox an administrator makes an account, and finds it again in another page', { timeout: 300_000 }, async (context) => {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true })
  context.after(() => browser.close())
  const origin = await serve(context, `${dist}/trial`)
  const page = await opened(browser)
  const wrong = []
  page.on('pageerror', (error) => wrong.push(String(error)))
  await page.goto(`${origin}/`)
  await click(page, 'a[href="#/admin/company-settings"]')
  await click(page, 'a[href="#/"]')
  await click(page, '>>> button[part~="new"]')
  await page.locator('>>> #name').fill('Nightly RFI export')
  await click(page, '>>> button[type="submit"]')
  const secret = await page.locator('>>> dialog code').map((code) => code.textContent).wait()
  assert.match(secret, /^sa_/)
  await page.keyboard.press('Escape')
  await click(page, '>>> dialog footer .primary')
  await click(page, '>>> dialog footer .primary')
  await shown(page, 'h1', 'Nightly RFI export')

  const other = await opened(browser)
  await other.goto(`${origin}/#/`)
  await shown(other, 'th.name a', 'Nightly RFI export')
  assert.deepEqual(wrong, [])
})

test('in Firefox an administrator comes by a link, and grants an account of the server permissions', { timeout: 300_000 }, async (context) => {
  const { link, accounts } = await start(context)
  const api = await accounts()
  const { client_id } = await api.createAccount({ app_type: 'custom', name: 'Nightly RFI export' })
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true })
  context.after(() => browser.close())
  const page = await opened(browser)
  const wrong = []
  page.on('pageerror', (error) => wrong.push(String(error)))
  await page.goto(await link())
  await click(page, 'a[href="#/admin/company-settings"]')
  await click(page, 'a[href="#/"]')
  await click(page, '>>> th.name a')
  await click(page, `>>> nav.tabs a[href="#/accounts/${client_id}/rights"]`)
  await click(page, '>>> input[aria-label$=": Read Only"]')
  await click(page, '>>> .bar .primary')
  await click(page, '>>> dialog footer .primary')
  await page.waitForFunction(() => !document.querySelector('badgehouse-accounts').shadowRoot.querySelector('dialog'))
  assert.deepEqual(Object.values((await api.getPermissions(client_id)).company), ['read_only'])
  assert.ok(!page.url().includes('token'), 'the token is in the address')
  assert.deepEqual(wrong, [])
})

test('in Firefox the store in IndexedDB keeps the laws', { timeout: 600_000 }, async (context) => {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true, protocolTimeout: 600_000 })
  context.after(() => browser.close())
  const origin = await serve(context, dist, (_, pathname) => (pathname === '/' ? [200, { 'content-type': 'text/html' }, '<!doctype html>'] : undefined))
  const page = await opened(browser)
  await page.goto(`${origin}/`)
  const report = await page.evaluate(`(async () => {
    const [{ checkStore }, { IndexedDbStore }] = await Promise.all([import('/store-laws.js'), import('/stores/indexeddb.js')])
    return String(await checkStore(() => new IndexedDbStore('laws'), (store) => store.close()))
  })()`)
  assert.equal(report, '23 laws kept, 0 broken')
})

/** A page that waits as long as a busy machine needs. */
async function opened(browser) {
  const page = await browser.newPage()
  page.setDefaultTimeout(120_000)
  return page
}

const click = (page, selector) => page.locator(selector).click()

/** Waits until an element of the page has a text. A locator would wait for the first that it found, and that is drawn anew. */
const shown = (page, selector, text) =>
  page.waitForFunction(
    (selector, text) => [...(document.querySelector('badgehouse-accounts')?.shadowRoot?.querySelectorAll(selector) ?? [])].some((found) => found.textContent.includes(text)),
    {},
    selector,
    text,
  )
