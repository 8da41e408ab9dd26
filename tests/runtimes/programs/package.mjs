// What the scenarios need of the package, by the entries that a runtime or bundler chooses a file of.
export { BadgehouseError, open } from 'badgehouse'
export { open as openAuthorize } from 'badgehouse/authorize'
export { rules } from 'badgehouse/rules'
export { MemoryStore } from 'badgehouse/stores/memory'
