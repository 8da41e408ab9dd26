// The suite in a process: prints what came of it.
import * as badgehouse from './package.mjs'
import { suite } from './suite.mjs'

suite(badgehouse).then((outcome) => console.log(JSON.stringify(outcome)))
