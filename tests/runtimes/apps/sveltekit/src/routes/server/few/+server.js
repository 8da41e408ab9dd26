// An endpoint.
import answer from '../../../../../../programs/answer.mjs'

export const prerender = false
export const GET = ({ request }) => answer.fetch(request)
