// The suite in a test runner: what came of it goes to the file that it is told.
import { writeFile } from 'node:fs/promises'
import * as badgehouse from './package.mjs'
import { suite } from './suite.mjs'

export async function tested() {
  await writeFile(process.env.OUTCOME, JSON.stringify(await suite(badgehouse)))
}
