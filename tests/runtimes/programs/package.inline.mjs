// The same by the entries with the module inlined, for bundlers that copy no file.
export { BadgehouseError, open } from 'badgehouse/inline'
export { open as openAuthorize } from 'badgehouse/authorize/inline'
export { rules } from 'badgehouse/rules/inline'
export { MemoryStore } from 'badgehouse/stores/memory'
