// How each screen looks to those who cannot look: axe, light and dark, from 320 to 2560 pixels; and that nothing is wider than the screen.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import { company } from './place.mjs'
import { screens } from './screens.mjs'

const WIDTHS = [320, 640, 1280, 2560]

test('axe finds nothing on any screen, and no screen is wider than the window', { timeout: 600_000 }, async (context) => {
  const { page, wrong, made } = await company(context, { count: 60 })
  for (const [name, show] of Object.entries(screens)) {
    for (const [index, width] of WIDTHS.entries()) {
      const scheme = index % 2 === 0 ? 'light' : 'dark'
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      if (index === 0) await show(page, made)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(wide <= 0, `${name} is ${wide} px wider than ${width}`)
      const { violations } = await new AxeBuilder({ page }).analyze()
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ').slice(0, 300)}`), [], `${name}, ${width} px, ${scheme}`)
    }
  }
  assert.deepEqual(wrong, [])
})
