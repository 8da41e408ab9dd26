// Every scenario on IndexedDB in a page, each in a database of its own.
import { IndexedDbStore } from 'badgehouse/stores/indexeddb'
import * as badgehouse from './package.mjs'
import { show } from './show.mjs'
import { suite } from './suite.mjs'

let scenario = 0

show(suite({ ...badgehouse, storeOf: () => new IndexedDbStore(`scenario ${(scenario += 1)}`) }))
