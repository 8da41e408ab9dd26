// The operations of the admin API as methods, whatever brings the requests there.
import { answer } from './accounts/answer.js';
import type { AccountsApi } from './accounts/api.js';
import { operations, type Operation } from './accounts/operations.js';
import { request, type Send } from './accounts/request.js';

/** The API over a transport. No method needs its `this`. */
export function accountsOf(send: Send): AccountsApi {
  const methods = Object.entries(operations).map(([name, operation]) => [name, method(operation, send)]);
  return Object.fromEntries(methods) as AccountsApi;
}

function method(operation: Operation, send: Send) {
  return async (...args: readonly unknown[]) => answer(operation, await send(request(operation, args)));
}
