// The rows of a folder. A file of rows imports what others make only when a row is tried, so that the rows can be told where nothing is installed.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A row: `kind` is the part of the page that it stands in, `short` says that every test run tries it; `tried` resolves with the version, and what `ran` or why it could not. */
export async function rows(folder) {
  const files = (await readdir(folder)).sort()
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(join(folder, file)))))
  return modules.flatMap((module) => module.rows)
}
