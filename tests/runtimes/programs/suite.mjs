// The scenarios on the package, as it is installed here, in whatever runs this. It looks for no file.
import { keys, scenarios } from './given.mjs'
import { run } from './scenarios.mjs'

/** Those that use, together, each module, each algorithm, bodies of every kind and texts of every script: enough to tell that a bundler has left nothing out. */
const FEW = [
  'client_assertions',
  'compressed_bodies',
  'dpop',
  'introspection',
  'levels_in_a_project',
  'outside_gitlab',
  'secret_is_shown_once',
  'texts_as_people_write_them',
  'token_endpoint',
  'verify',
].map((name) => `${name}.json`)

/** Which of all scenarios ran, or of those few, and by file why one failed. */
export async function suite(badgehouse, few = false) {
  const chosen = few ? scenarios.filter(({ file }) => FEW.includes(file)) : scenarios
  const failed = {}
  for (const scenario of chosen) {
    try {
      await run(scenario, keys, badgehouse)
    } catch (error) {
      failed[scenario.file] = String(error?.stack ?? error)
    }
  }
  return { ran: chosen.length, failed }
}
