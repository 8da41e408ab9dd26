// Tries the packed package in what people run it in: `node tests/runtimes/run.mjs [--long] [--write] [name…]`. A row is a runtime, a bundler, a framework; those of rows/ whose names hold one of the
// names, or all, of which the short run has but a few. What came of each is a line here, and with `--write` a file of results/, of which page.mjs makes docs/runtimes.md.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { folder } from './folder.mjs'
import { fileOf, written } from './page.mjs'
import { rows, triedAll } from './rows.mjs'

const { values, positionals } = parseArgs({ options: { long: { type: 'boolean' }, write: { type: 'boolean' } }, allowPositionals: true })
const made = await folder(values.long)
const chosen = (await rows(join(made, 'rows'))).filter(
  ({ name, short }) => (values.long || short) && (positionals.length === 0 || positionals.some((part) => name.toLowerCase().includes(part.toLowerCase()))),
)
const { passed, failed } = await triedAll(chosen, { write: values.write && ((name, came) => writeFile(fileOf(name), `${JSON.stringify({ name, ...came }, null, 2)}\n`)) })
if (values.write) await written()
process.exit(failed === 0 && passed > 0 ? 0 : 1)
