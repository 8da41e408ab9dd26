// Pictures of every screen, light and dark, wide and narrow, of a company as there are: `node pictures.mjs FOLDER`.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { company } from './place.mjs'
import { screens } from './screens.mjs'

const [, , folder = '../../target/pages', ...only] = process.argv
const SHAPES = [
  ['wide', 1280, 'light'],
  ['wide-dark', 1280, 'dark'],
  ['narrow', 390, 'light'],
  ['narrow-dark', 390, 'dark'],
]

const after = []
try {
  const { page, made, wrong } = await company({ after: (end) => after.push(end) })
  const session = await page.context().newCDPSession(page)
  if (only.length === 0) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const [name, show] of Object.entries(screens)) {
    if (only.length > 0 && !only.includes(name)) continue
    await page.setViewportSize({ width: 1280, height: 900 })
    await show(page, made)
    for (const [shape, width, colorScheme] of SHAPES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 900 })
      await page.waitForTimeout(150)
      const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 80 })
      await writeFile(join(folder, `${name}-${shape}.webp`), Buffer.from(data, 'base64'))
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
} finally {
  for (const end of after.reverse()) await end()
}
