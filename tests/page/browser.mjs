// A browser of the machine's own, Debian's, and pages in it that fail a test when they say anything is wrong.
import { chromium } from 'playwright-core'

/** Starts Chromium; the test's end closes it. */
export async function browse(context) {
  // Without a sandbox of its own: the tests may run as root, and open their own pages alone.
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  context.after(() => browser.close())
  return browser
}

/** A page of its own profile. What it logs as an error, throws, or is refused by its content security policy, is in `wrong`. */
export async function pageOf(browser, options = {}) {
  const profile = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options })
  const page = await profile.newPage()
  // As long as a busy machine needs.
  page.setDefaultTimeout(90_000)
  return { page, profile, wrong: listen(page) }
}

/** What goes wrong in a page from now on. */
function listen(page) {
  const wrong = []
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => {
    // A request that is refused or fails on purpose is logged by the browser itself.
    if (message.type() === 'error' && !/^Failed to load resource/.test(message.text())) wrong.push(message.text())
  })
  return wrong
}
