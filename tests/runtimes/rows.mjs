// The rows of a folder, and what comes of them. A file of rows imports what others make only when a row is tried, so that the rows can be told where nothing is installed.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A row: `kind` is the part of the page that it stands in, `short` says that every test run tries it; `tried` resolves with the version, and what `ran` or why it could not. */
export async function rows(folder) {
  const files = (await readdir(folder)).sort()
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(folder, file)))))
  return modules.flatMap((module) => module.rows)
}

/** Tries rows, one after the other, and says what came of each and in the last line of all. What could not be tried was skipped and is none that passed; `write` keeps both. */
export async function triedAll(rows, { say = console.log, write } = {}) {
  let [passed, skipped, failed] = [0, 0, 0]
  for (const { name, tried } of rows) {
    const [began, environment] = [Date.now(), { ...process.env }]
    const came = await tried().catch((error) => ({ failed: error }))
    // A framework sets `NODE_ENV`, by which npm installs less for the rows after it.
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
    const seconds = Math.round((Date.now() - began) / 1000)
    if (came.failed) {
      failed += 1
      say(`${name}: failed after ${seconds} s`)
      say(came.failed.stderr || came.failed.stack)
      continue
    }
    if (came.not) skipped += 1
    else passed += 1
    say(`${name} ${came.version}: ${came.not ? `not here: ${came.not}` : came.ran} (${seconds} s)`)
    await write?.(name, came)
  }
  say(`${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`)
  return { passed, skipped, failed }
}
