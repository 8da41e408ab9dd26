// Every screen of the page, by the name of its picture, and how one gets there. `company` is what `fill` made.
const at = (fragment) => async (page, company) => {
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
  'account-disabled': account('cameras'),
  'account-broken': account('payroll'),
  credentials: account('main', '/credentials'),
  rotate: then(account('main', '/credentials'), press('Rotate')),
  permissions: account('main', '/rights'),
  contact: account('payroll', '/contact'),
  usage: account('main', '/usage'),
  'account-audit': account('main', '/audit'),
  'try-it': account('main', '/try'),
  templates: at('/templates'),
  audit: at('/audit'),
  deleted: at('/deleted'),
  leak: at('/leak'),
}
