// Dialogs: left by the way back, held up by a network, and beside another administrator.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { company } from './place.mjs'

test('a dialog is closed when one comes back to it, keeps what was entered, and says what became of it', { timeout: 300_000 }, async (context) => {
  const { page, made, wrong, accounts } = await company(context, { count: 8 })
  const api = await accounts()
  const dialog = page.getByRole('dialog')
  const id = made.erp.client_id
  const secrets = async () => (await api.listSecrets(id)).items.filter(({ live }) => live)
  const [{ secret_id }] = await secrets()

  await page.evaluate((id) => (location.hash = `/accounts/${id}/credentials`), id)
  await page.getByRole('button', { name: 'Add a secret' }).click()
  await dialog.getByLabel(/^Name/).fill('for the new machine')
  // To another side, to the list, and back again.
  for (const elsewhere of [`/accounts/${id}/usage`, '/']) {
    await page.evaluate((hash) => (location.hash = hash), elsewhere)
    await dialog.waitFor({ state: 'detached' })
    await page.goBack()
    await page.getByRole('button', { name: 'Add a secret' }).waitFor()
    assert.equal(await dialog.count(), 0, `it is open on return from ${elsewhere}`)
    await page.getByRole('button', { name: 'Add a secret' }).click()
    assert.equal(await dialog.getByLabel(/^Name/).inputValue(), 'for the new machine')
  }

  // It was made, and its answer is lost, whenever it is asked for again.
  const lost = (route) => (route.request().method() === 'POST' ? route.fetch().then(() => route.abort('connectionfailed')) : route.continue())
  await page.route('**/secrets', lost)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByRole('alert').getByText('Nobody knows whether this was done').waitFor()
  assert.equal(await dialog.getByLabel(/^Name/).inputValue(), 'for the new machine')
  await page.unroute('**/secrets', lost)
  assert.equal((await secrets()).length, 2, 'it was made once')
  await dialog.getByRole('button', { name: 'Load again' }).click()
  await dialog.getByRole('alert').waitFor({ state: 'detached' })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.getByRole('button', { name: /Discard/ }).click()
  await page.getByRole('heading', { name: 'for the new machine' }).waitFor()

  // Another administrator was faster.
  const row = page.getByRole('listitem').filter({ has: page.getByText('Without a name') })
  await row.getByRole('button', { name: 'Change' }).click()
  await dialog.getByLabel(/^Name/).fill('mine')
  await api.changeSecret(id, secret_id, { name: 'theirs' }, { revision: '*' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByRole('alert').getByText('theirs').waitFor()
  assert.equal(await dialog.getByLabel(/^Name/).inputValue(), 'mine')
  await dialog.getByRole('button', { name: 'Save mine' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.deepEqual((await secrets()).map(({ name }) => name).sort(), ['for the new machine', 'mine'])
  assert.deepEqual(wrong, [])
})
