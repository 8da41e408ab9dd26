// For servers of Node's own `http`, and the frameworks on it. It imports nothing of Node's.
export { authorized } from './admitted.js';
export type { Awaitable } from './store.js';
export type { Authorized } from './token.js';
export type { Badgehouse } from './open.js';
export type { Actor, Level, Levels } from './principal.js';
export type { Guard, Passage } from './require.js';
export { toExpress, type ExpressMiddleware } from './node/express.js';
export { toFastify, type FastifyHook, type FastifyReply, type FastifyRequest } from './node/fastify.js';
export { toNodeHandler, type NodeHandler, type NodeHandlerOptions } from './node/handler.js';
export type { NodeRequest, NodeResponse } from './node/message.js';
export { sourceOf } from './source.js';
