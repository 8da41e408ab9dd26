// Every scenario on the package, as it is installed here, in whatever runs this. It looks for no file.
import { keys, scenarios } from './given.mjs'
import { run } from './scenarios.mjs'

/** Which scenarios ran, and by file why one failed. */
export async function suite(badgehouse) {
  const failed = {}
  for (const scenario of scenarios) {
    try {
      await run(scenario, keys, badgehouse)
    } catch (error) {
      failed[scenario.file] = String(error?.stack ?? error)
    }
  }
  return { ran: scenarios.length, failed }
}
