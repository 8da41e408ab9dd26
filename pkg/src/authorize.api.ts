// What `badgehouse/authorize` exports beside `open`.
export type { AuthorizeOptions } from './authorize.js';
export type { Authorizing, VerifyOptions } from './authorizing.js';
export { authorized } from './admitted.js';
export type * from './catalogue.js';
export type { Algorithm, CryptoProvider, SigningKey } from './crypto.js';
export { BadgehouseError } from './error.js';
export type { ErrorCode, InputProblem, OperationErrorCode, Required } from './error.js';
export { toHono, type HonoContext, type HonoMiddleware } from './hono.js';
export type { Authorization } from './http.js';
export type { CompiledModule, WasmSource } from './load.js';
export type { Policy } from './policy.js';
export type { Level, LevelAndActions, Levels } from './principal.js';
export type { Guard, NeedOf, OnDiagnostic, Passage, Protected } from './require.js';
export type { Awaitable, Entry, Store } from './store.js';
export type { ActiveToken, Authorized, Need, NeedAction, NeedLevel, NeedOn, TokensOf, TokensOfAnyCompany, TokensOfCompany } from './token.js';
export { webCrypto } from './web-crypto.js';
