// Where the page is tried: without a server, and at the reference server on SQLite.
import { pageOf, browse } from './browser.mjs'
import { catalogue, fill } from './company.mjs'
import { dist, serve } from './static.mjs'
import { start } from './server.mjs'

/** The page on a static host, with the engine in the browser. */
async function trial(context) {
  const origin = await serve(context, `${dist}/trial`)
  return { enter: () => `${origin}/` }
}

/** The page of the reference server; each entry is by a link of its own. */
async function server(context) {
  const { link, ...more } = await start(context)
  return { enter: link, ...more }
}

/** Both, by the name under which a test runs there. */
export const places = { 'without a server': trial, 'at the reference server': server }

/** The reference server with a company of many accounts, some of them in use, and the page there. */
export async function company(context, { count } = {}) {
  const at = await start(context, { catalogue })
  const made = await fill(await at.accounts(), count)
  await at.use(made)
  const browser = await browse(context)
  const { page, wrong } = await pageOf(browser)
  await page.goto(await at.link())
  await toAccounts(page)
  return { ...at, made, page, wrong }
}

/** The page of a place, entered, in a browser of its own. */
export async function entered(context, place) {
  const browser = await browse(context)
  const at = await place(context)
  const { page, wrong } = await pageOf(browser)
  await page.goto(await at.enter())
  return { ...at, page, wrong }
}

/** By the documented steps to the list of service accounts. */
export async function toAccounts(page) {
  await page.getByRole('link', { name: 'Company Settings' }).first().click()
  await page.getByRole('link', { name: 'Service Accounts' }).first().click()
  await page.getByRole('heading', { name: 'Service accounts', level: 1 }).waitFor()
}
