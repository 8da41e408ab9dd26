// Two administrators at once: who comes second is shown both, and loses nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { company } from './place.mjs'
import { screens } from './screens.mjs'

test('details that another has changed meanwhile are shown beside mine, which stay', async (context) => {
  const { page, made, accounts } = await company(context, { count: 8 })
  const api = await accounts()
  await screens.account(page, made)
  await page.getByRole('button', { name: 'Edit' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill('Mine')
  await api.updateAccount(made.main.client_id, { name: 'Theirs' }, { revision: '*' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').getByText('Somebody else has changed this account meanwhile').waitFor()
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Mine')
  await page.getByText('Theirs').first().waitFor()
  assert.equal((await api.getAccount(made.main.client_id)).name, 'Theirs')
})

test('permissions that another has changed meanwhile are shown beside mine, which stay', async (context) => {
  const { page, made, accounts } = await company(context, { count: 8 })
  const api = await accounts()
  await screens.permissions(page, made)
  await page.getByRole('radio', { name: 'Portfolio: Admin' }).check()
  await api.setPermissions(made.main.client_id, { company: { portfolio: 'standard' } }, { revision: '*' })
  await page.getByRole('button', { name: 'Review changes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Somebody else has changed these permissions meanwhile').waitFor()
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await page.getByRole('button', { name: 'Review changes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal((await api.getPermissions(made.main.client_id)).company.portfolio, 'admin')
})
