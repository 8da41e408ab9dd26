// What a screen reader says on the documented way, word for word: `spoken.json` keeps it, and with SPOKEN=write is written anew.
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { browse, pageOf } from './browser.mjs'
import { places, toAccounts } from './place.mjs'

const kept = new URL('spoken.json', import.meta.url)
const reader = createRequire(import.meta.url).resolve('@guidepup/virtual-screen-reader/browser.js')

test('a screen reader says on the documented way what it has said', { timeout: 180_000 }, async (context) => {
  const browser = await browse(context)
  // The reader is no part of the page, so that its policy does not know it.
  const { page } = await pageOf(browser, { bypassCSP: true })
  const { enter } = await places['without a server'](context)
  await page.goto(await enter())
  await page.getByRole('heading', { name: 'Admin' }).waitFor()
  const said = {}
  said['Admin'] = await spoken(page, 'main')
  await page.getByRole('link', { name: 'Company Settings' }).first().click()
  said['Company Settings'] = await spoken(page, 'main')
  await page.goBack()
  await toAccounts(page)
  said['Service Accounts'] = await spoken(page)
  await page.getByRole('button', { name: '+ New' }).click()
  await page.getByRole('heading', { name: 'New service account' }).waitFor()
  said['+New'] = await spoken(page)
  await page.getByLabel('Name', { exact: true }).fill('Nightly RFI export')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('dialog').waitFor()
  said['Create'] = await spoken(page, 'dialog')
  await page.getByRole('button', { name: 'I have stored it' }).click()
  await page.getByRole('heading', { name: 'Whole company' }).first().waitFor()
  said['permissions'] = await spoken(page)
  if (process.env.SPOKEN === 'write') await writeFile(kept, JSON.stringify(said, null, 2) + '\n')
  assert.deepEqual(said, JSON.parse(await readFile(kept, 'utf8')))
})

/** Everything from the beginning to the end of a part of the page, without what is another at each run. */
async function spoken(page, part = '.page') {
  const source = await readFile(reader, 'utf8')
  await page.evaluate(`if (!globalThis.reading) globalThis.reading = import(URL.createObjectURL(new Blob([${JSON.stringify(source)}], { type: 'text/javascript' })))`)
  const phrases = await page.evaluate(async (part) => {
    const { virtual } = await globalThis.reading
    const root = document.querySelector('badgehouse-accounts')?.shadowRoot
    const container = (part === 'main' ? document : root).querySelector(part)
    await virtual.start({ container })
    for (let step = 0; step < 400; step += 1) await virtual.next()
    const log = await virtual.spokenPhraseLog()
    await virtual.stop()
    return log
  }, part)
  // Around again at its end, it begins from the start.
  const again = phrases.findIndex((phrase, index) => index > 0 && phrase === phrases[0] && phrases[index + 1] === phrases[1])
  return (again > 0 ? phrases.slice(0, again) : phrases).map((phrase) => phrase.replace(/sa_\w+/g, 'sa_…').replace(/bhs_\w+/g, 'bhs_…').replace(/\w+@/g, '…@'))
}
