// A page that the server renders.
import * as badgehouse from '../../../../programs/package.mjs'
import { suite } from '../../../../programs/suite.mjs'

export const dynamic = 'force-dynamic'

export default async function Page() {
  return <pre id="outcome">{JSON.stringify(await suite(badgehouse, true))}</pre>
}
