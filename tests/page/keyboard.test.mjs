// The documented way by the keyboard alone, from the link to the first permission.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { company } from './place.mjs'
import { browse, pageOf } from './browser.mjs'

/** What has the focus, wherever it is, as it is called. */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    const label = element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? ''
    return label.replace(/\s+/g, ' ').trim()
  })

/** Goes on by Tab until something of a name has the focus. */
async function reach(page, name) {
  for (let step = 0; step < 120; step += 1) {
    if (name.test(await focused(page))) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`nobody reaches ${name} by Tab`)
}

test('the documented way can be gone by the keyboard alone', { timeout: 120_000 }, async (context) => {
  const { link, accounts } = await company(context, { count: 8 })
  const { page, wrong } = await pageOf(await browse(context))
  await page.goto(await link())
  await page.getByRole('heading', { name: 'Admin' }).waitFor()
  await reach(page, /^Company Settings/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Company Settings' }).waitFor()
  await reach(page, /^Service Accounts.*Programs/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Service accounts' }).waitFor()

  await page.keyboard.press('/')
  assert.match(await focused(page), /Search by name/)
  await page.keyboard.type('Payr')
  await page.getByText('1 account', { exact: true }).waitFor()

  await page.keyboard.press('Shift+Tab')
  await reach(page, /New$/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'New service account' }).waitFor()
  await reach(page, /^Name$/)
  await page.keyboard.type('By keyboard')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await reach(page, /^Back to the secret$/)
  await page.keyboard.press('Enter')
  await reach(page, /^I have stored it$/)
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'By keyboard' }).waitFor()
  await page.getByRole('radio', { name: 'Administration: None' }).waitFor()
  await reach(page, /Administration: None/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  const chosen = await focused(page)
  assert.match(chosen, /: Read Only$/)
  await reach(page, /^Review changes$/)
  await page.keyboard.press('Enter')
  await reach(page, /^Save$/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const api = await accounts()
  const { items } = await api.listAccounts({ name: 'By keyboard' })
  const { company: levels } = await api.getPermissions(items[0].client_id)
  assert.deepEqual(Object.values(levels), ['read_only'])
  assert.deepEqual(wrong, [])
})
