// A route handler in Node.
import answer from '../../../../../../programs/answer.mjs'

export const dynamic = 'force-dynamic'
export const GET = answer.fetch
