// How each screen looks to those who cannot look: axe, light and dark, from 320 to 2560 pixels; that nothing is wider than the screen, that nothing moves for who
// wants none of it, and that everything is seen in forced colours.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { moving, unseen } from './drawn.mjs'
import { company } from './place.mjs'
import { screens } from './screens.mjs'

/** Narrow and wide, each in one of the two colour schemes, which no width changes. */
const SHAPES = [
  [320, 'dark'],
  [1280, 'light'],
]
/** A window of 1280 pixels at a zoom of 200 %, and the widest. */
const MORE_WIDTHS = [640, 2560]

test('axe finds nothing on any screen, nothing is wider than the window, nothing moves, and forced colours hide nothing', { timeout: 900_000 }, async (context) => {
  const { page, wrong, made } = await company(context, { count: 40 })
  const found = []
  for (const [name, show] of Object.entries(screens)) {
    await page.setViewportSize({ width: 1280, height: 900 })
    await show(page, made)
    for (const [width, colorScheme] of SHAPES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      const { violations } = await new AxeBuilder({ page }).analyze()
      for (const { id, nodes } of violations) found.push(`${name}, ${width} px, ${colorScheme}: ${id}: ${nodes.map(({ html }) => html).join(' ').slice(0, 400)}`)
    }
    for (const what of await moving(page)) found.push(`${name} moves: ${what}`)
    await page.emulateMedia({ forcedColors: 'active' })
    for (const what of await unseen(page)) found.push(`${name} in forced colours: ${what}`)
    await page.emulateMedia({ forcedColors: 'none' })
    for (const width of [...SHAPES.map(([width]) => width), ...MORE_WIDTHS]) {
      await page.setViewportSize({ width, height: 900 })
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (wider > 0) found.push(`${name} is ${wider} px wider than ${width}`)
    }
    await page.setViewportSize({ width: 390, height: 900 })
    const wider = await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
      const wider = document.documentElement.scrollWidth - innerWidth
      document.documentElement.dir = 'ltr'
      return wider
    })
    if (wider > 0) found.push(`${name} is ${wider} px wider than the window where one reads from the right`)
  }
  assert.deepEqual(found, [])
  assert.deepEqual(wrong, [])
})

test('what was counted is drawn', async (context) => {
  const { page, made } = await company(context, { count: 8 })
  await screens.usage(page, made)
  const bars = await page.locator('.chart .bar').evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect()).filter(({ width, height }) => width > 2 && height > 2).length)
  // Tokens and refusals of this day.
  assert.equal(bars, 2)
})
