// How long the page's first view takes in Chromium on loopback, each time in a profile with an empty cache: from following a link to the first paint, and from the company's settings to the list of
// 400 accounts: `node view.bench.mjs [rounds]`.
import { company } from './place.mjs'
import { pageOf } from './browser.mjs'

const rounds = Number(process.argv[2] ?? 11)
const after = []
const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]

try {
  const { page, link } = await company({ after: (end) => after.push(end) })
  const times = { 'from the link to the first paint': [], 'from the settings to the list': [] }
  for (let round = 0; round < rounds; round += 1) {
    const { page: fresh, profile } = await pageOf(page.context().browser())
    await fresh.goto(await link())
    await fresh.getByRole('link', { name: 'Company Settings' }).first().click()
    const paint = await fresh.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime)
    const list = await fresh.getByRole('link', { name: 'Service Accounts' }).first().evaluate(async (followed) => {
      const began = performance.now()
      followed.click()
      const there = () => document.querySelector('badgehouse-accounts')?.shadowRoot?.querySelector('th.name a')
      while (!there()) await new Promise(requestAnimationFrame)
      return performance.now() - began
    })
    times['from the link to the first paint'].push(paint)
    times['from the settings to the list'].push(list)
    await profile.close()
  }
  for (const [what, values] of Object.entries(times)) console.log(`${what}: ${Math.round(median(values))} ms, median of ${values.length} (${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))})`)
} finally {
  for (const end of after.reverse()) await end()
}
