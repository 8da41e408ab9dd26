// All scenarios in a page.
import * as badgehouse from './package.mjs'
import { show } from './show.mjs'
import { suite } from './suite.mjs'

show(suite(badgehouse))
