// The documented way, step by step: Admin → Company Settings → Service Accounts → +New → App Type → Name → Create → id and secret, this once → permissions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entered, places, toAccounts } from './place.mjs'

for (const [where, place] of Object.entries(places)) {
  test(`an administrator makes a Custom account and stores its secret, ${where}`, async (context) => {
    const { page, wrong } = await entered(context, place)
    await toAccounts(page)
    await page.getByRole('button', { name: '+ New' }).click()
    await page.getByRole('radio', { name: /Custom/ }).check()
    await page.getByLabel('Name', { exact: true }).fill('Nightly RFI export')
    await page.getByRole('button', { name: 'Create' }).click()
    const dialog = page.getByRole('dialog')
    const secret = await dialog.locator('code').nth(1).textContent()
    const id = await dialog.locator('code').first().textContent()
    assert.match(id, /^sa_/)
    assert.ok(secret.length > 30)

    // Esc asks, and loses nothing.
    await page.keyboard.press('Escape')
    await dialog.getByRole('button', { name: 'Back to the secret' }).click()
    assert.equal(await dialog.locator('code').nth(1).textContent(), secret)

    await dialog.getByRole('button', { name: 'I have stored it' }).click()
    await page.getByRole('heading', { name: 'Nightly RFI export' }).waitFor()
    assert.match(page.url(), new RegExp(`#/accounts/${id}/rights$`))
    assert.ok(!page.url().includes(secret))
    await absent(page, secret)
    assert.deepEqual(wrong, [])
  })

  test(`a name that breaks a rule is told while it is typed, ${where}`, async (context) => {
    const { page } = await entered(context, place)
    await toAccounts(page)
    await page.getByRole('button', { name: '+ New' }).click()
    const name = page.getByLabel('Name', { exact: true })
    await name.fill('x'.repeat(201))
    await page.getByText(/at most 200 characters/).waitFor()
    assert.equal(await name.getAttribute('aria-invalid'), 'true')
    await name.fill('x')
    await page.getByText(/at most 200 characters/).waitFor({ state: 'detached' })
  })
}

/** A secret that was closed is in no document, no storage and no history. */
async function absent(page, secret) {
  const found = await page.evaluate((secret) => {
    const texts = (root) => [root.innerHTML ?? root.documentElement?.innerHTML ?? '', ...[...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? texts(element.shadowRoot) : [element.value ?? '']))]
    const kept = [...Object.values(localStorage), ...Object.values(sessionStorage), location.href, JSON.stringify(history.state)]
    return [...texts(document), ...kept].some((text) => String(text).includes(secret))
  }, secret)
  assert.equal(found, false, 'the secret is still there')
}

test('the token of a link is taken out of the address at once, is nowhere afterwards, and ends with the page', async (context) => {
  const { page, enter } = await entered(context, places['at the reference server'])
  const link = await enter()
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token')
  await page.goto('about:blank')
  await page.goto(link)
  await toAccounts(page)
  assert.ok(!page.url().includes('token'))
  await absent(page, token)
  const cookies = await page.context().cookies()
  assert.deepEqual(cookies, [])
  await page.reload()
  await page.getByRole('heading', { name: 'No session' }).waitFor()
})
