// A few scenarios in a page of a bundler that copies no file.
import * as badgehouse from './package.inline.mjs'
import { show } from './show.mjs'
import { suite } from './suite.mjs'

show(suite(badgehouse, true))
