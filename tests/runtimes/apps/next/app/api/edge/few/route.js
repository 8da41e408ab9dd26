// A route handler on the edge runtime.
import answer from '../../../../../../programs/answer.mjs'

export const runtime = 'edge'
export const dynamic = 'force-dynamic'
export const GET = answer.fetch
