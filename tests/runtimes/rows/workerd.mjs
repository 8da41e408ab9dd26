// workerd, which Cloudflare's Workers run in.
import { scenarios, versionOf } from '../place.mjs'
import { answered } from '../workers.mjs'

const tried = async () => ({ version: await versionOf('workerd', 'miniflare'), ran: scenarios(await answered('answer')) })

export const rows = [{ kind: 'runtime', name: 'workerd', short: true, tried }]
