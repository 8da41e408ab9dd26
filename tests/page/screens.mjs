// Every screen of the page, by the name of its picture, and how one gets there. `company` is what `fill` made.
const at = (fragment) => async (page, company) => {
  // By way of another place, so that no dialog stays open.
  await page.evaluate(() => (location.hash = '/leak'))
  await settled(page)
  await page.evaluate((fragment) => (location.hash = fragment), typeof fragment === 'function' ? fragment(company) : fragment)
  await settled(page)
}
const account = (which, side = '') => at((company) => `/accounts/${company[which].client_id}${side}`)
const then = (show, ...more) => async (page, company) => {
  await show(page, company)
  for (const each of more) await each(page)
  await settled(page)
}
const press = (name) => (page) => page.getByRole('button', { name }).first().click()

/** A screen is there when nothing of it is awaited. */
async function settled(page) {
  await page.locator('badgehouse-accounts h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('badgehouse-accounts').shadowRoot.querySelector('.loading, .spinner'))
}

export const screens = {
  list: at('/'),
  'list-attention': at('/?attention='),
  'list-nothing-fits': at('/?name=zzz'),
  new: at('/new'),
  'new-marketplace': then(at('/new'), (page) => page.getByRole('radio', { name: /Marketplace/ }).check()),
  'new-wrong': then(at('/new'), press('Create')),
  account: account('main'),
  disable: then(account('main'), press('Disable…')),
  delete: then(account('main'), press('Delete…')),
  'account-disabled': account('cameras'),
  'account-broken': account('payroll'),
  credentials: account('main', '/credentials'),
  rotate: then(account('main', '/credentials'), press('Rotate')),
  'add-key': then(account('main', '/credentials'), press('Add a public key')),
  'trust-issuer': then(account('main', '/credentials'), press('Trust an issuer')),
  permissions: account('main', '/rights'),
  contact: account('payroll', '/contact'),
  usage: account('main', '/usage'),
  'account-audit': account('main', '/audit'),
  'try-it': account('main', '/try'),
  templates: at('/templates'),
  contacts: at('/contacts'),
  holders: then(
    at('/holders'),
    (page) => page.getByLabel('Tool').selectOption({ label: 'Budget' }),
  ),
  template: then(at('/templates'), press('New template')),
  audit: at('/audit'),
  deleted: at('/deleted'),
  leak: at('/leak'),
  'no-network': async (page) => {
    await page.route('**/badgehouse/v1/**', (route) => route.abort('connectionfailed'))
    await page.evaluate(() => (location.hash = '/?name=Payroll'))
    await page.getByRole('alert').waitFor()
    await page.unroute('**/badgehouse/v1/**')
  },
  // These keep something that is not saved, so that they come last.
  'permissions-preview': then(
    account('erp', '/rights'),
    (page) => page.getByRole('radio', { name: 'Reports: Admin' }).check(),
    (page) => page.getByRole('radio', { name: 'Budget: None', exact: true }).check(),
    press('Review changes'),
    (page) => page.getByRole('dialog').waitFor(),
  ),
  'shown-once': then(
    at('/new'),
    (page) => page.getByRole('radio', { name: /Custom/ }).check(),
    (page) => page.getByLabel('Name', { exact: true }).fill('Nightly RFI export, from the new machine'),
    press('Create'),
    (page) => page.getByRole('dialog').waitFor(),
  ),
}
