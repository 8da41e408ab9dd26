// Browsers, without a bundler: the files as they are, by an import map of the package's entries. And a page from a file, as Electron's windows may be.
import { mkdir, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { NOT_IN_A_PAGE, hashOf, inChromium, inFirefox, policy, served } from '../browsers.mjs'
import { at, few, scenarios } from '../place.mjs'

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

/** One classic script with the module inlined: from a file no page may load a module, or fetch. */
async function fromFile() {
  const { build } = await import('esbuild')
  await build({ entryPoints: { main: at('programs/page.inline.mjs') }, outdir: at('from-file'), bundle: true, format: 'iife' })
  await writeFile(at('from-file/index.html'), `<!doctype html><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${policy()}"><title>Scenarios</title><body><script src="main.js"></script>`)
  const { version, text } = await inChromium(pathToFileURL(at('from-file/index.html')).href)
  return { version, ran: few(text) }
}

const electron = async () => ({ version: '', not: 'npm’s `electron` fetches its program from GitHub, and no registry has it; [what was tried instead](runtimes/electron.md)' })

export const rows = [
  { kind: 'runtime', name: 'Chromium', short: true, tried: tried(inChromium) },
  { kind: 'runtime', name: 'Chromium, a page from `file:`', tried: fromFile },
  { kind: 'runtime', name: 'Firefox', tried: tried(inFirefox) },
  { kind: 'runtime', name: 'Electron', tried: electron },
]
