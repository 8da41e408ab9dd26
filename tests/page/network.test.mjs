// A network that fails at the n-th request of a flow, whichever that is: it is said what to do, nothing that was entered is lost, nothing is done twice, and with the
// network back the flow comes to its end.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { company } from './place.mjs'
import { screens } from './screens.mjs'

/** From the n-th request of the API on nothing gets through until `back` is called. */
async function failing(page, n) {
  let seen = 0
  let failed = false
  let gone = true
  await page.route('**/badgehouse/v1/**', (route) => {
    seen += 1
    if (!gone || seen < n) return route.continue()
    failed = true
    return route.abort('connectionfailed')
  })
  return { failed: () => failed, back: () => (gone = false), end: () => page.unroute('**/badgehouse/v1/**') }
}

/** Runs a flow with the network failing at each of its requests, until it is through with none failing. `steps` begins, and goes on where it was. */
async function flow(page, begin, goOn) {
  for (let n = 1; n < 30; n += 1) {
    await begin(n)
    const network = await failing(page, n)
    const outcome = await goOn(n).then(() => 'done', () => 'stuck')
    if (!network.failed()) {
      await network.end()
      return n
    }
    if (outcome === 'stuck') {
      await page.getByRole('alert').first().waitFor()
      network.back()
      const again = page.getByRole('alert').getByRole('button', { name: /Try again|Load again/ }).first()
      if (await again.count()) await again.click()
      await goOn(n)
    }
    await network.end()
  }
  assert.fail('the flow has no end')
}

const DIALOG = { timeout: 10_000 }

test('a new account is made once, wherever the network fails', { timeout: 300_000 }, async (context) => {
  const { page, made, accounts } = await company(context, { count: 8 })
  const api = await accounts()
  const name = (n) => `Flow number ${n} of it`
  const last = await flow(
    page,
    () => screens.list(page, made),
    async (n) => {
      const heading = page.getByRole('heading', { name: name(n) })
      // It was made, and its own screen was not read.
      if (page.url().includes('#/accounts/')) return heading.waitFor(DIALOG)
      const field = page.getByLabel('Name', { exact: true })
      if (!(await field.isVisible())) await page.getByRole('button', { name: '+ New' }).click(DIALOG)
      const entered = await field.inputValue(DIALOG)
      assert.ok(['', name(n)].includes(entered), `${entered} was lost`)
      await field.fill(name(n))
      await page.getByRole('button', { name: 'Create' }).click(DIALOG)
      await page.getByRole('dialog').waitFor(DIALOG)
      await page.getByRole('dialog').locator('footer').getByRole('button', { name: /I have stored it|Add another secret/ }).click(DIALOG)
      await heading.waitFor(DIALOG)
    },
  )
  assert.ok(last > 2)
  for (let n = 1; n <= last; n += 1) assert.equal((await api.listAccounts({ name: name(n) })).items.length, 1, name(n))
})

test('permissions are granted as they were entered, wherever the network fails', { timeout: 300_000 }, async (context) => {
  const { page, made, accounts } = await company(context, { count: 8 })
  const api = await accounts()
  const levels = ['Read Only', 'Standard', 'Admin']
  for (let n = 1; n < 8; n += 1) {
    const wanted = levels[n % 3]
    await screens.account(page, made)
    await screens.permissions(page, made)
    const network = await failing(page, n)
    const go = async () => {
      const radio = page.getByRole('radio', { name: `Portfolio: ${wanted}` })
      await radio.check(DIALOG)
      await page.getByRole('button', { name: 'Review changes' }).click(DIALOG)
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click(DIALOG)
      await page.getByRole('dialog').waitFor({ state: 'detached', ...DIALOG })
    }
    await go().catch(() => undefined)
    if (!network.failed()) break
    network.back()
    await page.waitForTimeout(1500)
    const now = (await api.getPermissions(made.main.client_id)).company.portfolio
    if (now !== wanted.toLowerCase().replace(' ', '_')) {
      for (const name of ['Close', 'Cancel']) {
        const button = page.getByRole('dialog').getByRole('button', { name, exact: true }).first()
        if (await button.count()) await button.click(DIALOG)
      }
      assert.ok(await page.getByRole('radio', { name: `Portfolio: ${wanted}` }).isChecked(), 'what was entered is lost')
      await go()
    }
    assert.equal((await api.getPermissions(made.main.client_id)).company.portfolio, wanted.toLowerCase().replace(' ', '_'))
    await network.end()
  }
})

test('an ended session, a busy service and one that is gone are told in words, each with what to do', async (context) => {
  const { page, made } = await company(context, { count: 8 })
  const answers = [
    [401, 'Your session has ended', { 'content-type': 'application/problem+json' }, { code: 'invalid_token', detail: 'the token has expired' }],
    [429, 'The service is busy', { 'retry-after': '90' }, ''],
    [503, 'The service is busy', { 'retry-after': '90' }, ''],
    [502, 'The service is busy', { 'content-type': 'text/html' }, '<h1>Bad gateway</h1>'],
  ]
  for (const [status, title, headers, body] of answers) {
    await screens.audit(page, made)
    await page.route('**/badgehouse/v1/**', (route) => route.fulfill({ status, headers, body: typeof body === 'string' ? body : JSON.stringify({ status, ...body }) }))
    await page.evaluate((hash) => (location.hash = hash), `/?name=another${status}`)
    const alert = page.getByRole('alert').filter({ hasText: title })
    await alert.waitFor()
    if (headers['retry-after']) await alert.getByText('Try again in 90 seconds.').waitFor()
    await page.unroute('**/badgehouse/v1/**')
    if (status === 401) continue
    await alert.getByRole('button', { name: 'Try again' }).click()
    await alert.waitFor({ state: 'detached' })
  }
})
