// Browsers, without a bundler: the files as they are, by an import map of the package's entries.
import { mkdir, writeFile } from 'node:fs/promises'
import { NOT_IN_A_PAGE, hashOf, inChromium, inFirefox, served } from '../browsers.mjs'
import { at, scenarios } from '../place.mjs'

const file = (name) => `/node_modules/badgehouse/dist/${name}.js`
const imports = JSON.stringify({
  imports: { badgehouse: file('index.fetch'), 'badgehouse/authorize': file('authorize.fetch'), 'badgehouse/rules': file('rules.fetch'), 'badgehouse/stores/memory': file('stores/memory') },
})
const html = `<!doctype html><title>Scenarios</title><script type="importmap">${imports}</script><script type="module" src="/programs/page.all.mjs"></script><body>`

const tried = (browser) => async () => {
  await mkdir(at('plain'), { recursive: true })
  await writeFile(at('plain/index.html'), html)
  const { version, text } = await served(at(), (origin) => browser(`${origin}/plain/`), ` ${hashOf(imports)}`)
  return { version, ran: scenarios(text, NOT_IN_A_PAGE) }
}

export const rows = [
  { kind: 'runtime', name: 'Chromium', short: true, tried: tried(inChromium) },
  { kind: 'runtime', name: 'Firefox', tried: tried(inFirefox) },
]
