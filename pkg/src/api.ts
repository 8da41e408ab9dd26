// What the package exports beside `open`.
export * from './account.js';
export type * from './catalogue.js';
export type { Authorizing, VerifyOptions } from './authorizing.js';
export type { Algorithm, CryptoProvider, SigningKey } from './crypto.js';
export { BadgehouseError } from './error.js';
export type { ErrorCode, InputProblem, OperationErrorCode, Required, TokenErrorCode } from './error.js';
export type { CompiledModule, WasmSource } from './load.js';
export type { Badgehouse, HandleOptions, OpenOptions, Repeatable } from './open.js';
export type { Policy } from './policy.js';
export * from './principal.js';
export type { NeedOf, OnDiagnostic, Protected } from './require.js';
export type { Action, Awaitable, Change, CommitResult, Entry, Expect, ListedEntry, Store } from './store.js';
export type * from './token.js';
export { webCrypto } from './web-crypto.js';
