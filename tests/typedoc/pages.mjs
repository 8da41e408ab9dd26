// Pages of what the npm package exports, into `pkg/docs`: a module for each subpath, of the types as they are published. What is public and undocumented, or links nowhere, fails.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { Application } from 'typedoc'

const here = fileURLToPath(new URL('.', import.meta.url))
const pkg = join(here, '../../pkg')
const { exports } = JSON.parse(await readFile(join(pkg, 'package.json'), 'utf8'))

/** A file for each subpath that has types, by whose name TypeDoc calls its module; a loader with the module inlined is the same as the one without. */
const entries = join(here, 'entries')
await rm(entries, { recursive: true, force: true })
const documented = Object.entries(exports).filter(([subpath, { types }]) => types !== undefined && !subpath.endsWith('/inline'))
for (const [subpath, { types }] of documented) {
  const entry = join(entries, `${subpath === '.' ? 'badgehouse' : `badgehouse/${subpath.slice(2)}`}.ts`)
  await mkdir(dirname(entry), { recursive: true })
  await writeFile(entry, `export * from '${join(pkg, types).replace(/\.d\.ts$/, '.js')}'\n`)
}
const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, skipLibCheck: true, types: [], lib: ['es2022', 'esnext.disposable', 'dom', 'dom.iterable'], noEmit: true }
await writeFile(join(entries, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))

const app = await Application.bootstrap({
  name: 'badgehouse',
  entryPoints: [join(entries, '**/*.ts')],
  tsconfig: join(entries, 'tsconfig.json'),
  out: join(pkg, 'docs'),
  readme: join(pkg, 'README.md'),
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeProtected: true,
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  requiredToBeDocumented: ['Class', 'Interface', 'TypeAlias', 'Function', 'Method', 'Variable'],
  packagesRequiringDocumentation: ['badgehouse'],
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
})
const project = await app.convert()
if (project === undefined) process.exit(1)
app.validate(project)
await app.generateOutputs(project)
await rm(entries, { recursive: true })
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1)
