// The WebAssembly module: compiled once, when it is first needed; a failed attempt is forgotten.
import init, { type InitInput } from './badgehouse.js';
import { started } from './instance.js';

/** Where the module may come from: as bytes, as a response, where to fetch it, or compiled. */
export type WasmSource = ArrayBuffer | ArrayBufferView | Response | URL | string | CompiledModule;

/** A `WebAssembly.Module`; to the compiler any object is one, and where there is no DOM it does not know the name. */
export type CompiledModule = object;

/** How this platform gets the module. */
export type Loader = () => WasmSource;

let module: Promise<unknown> | undefined;

/** Waits until the module runs. The source of the first call that succeeds counts. */
export async function ready(loader: Loader, source: WasmSource | undefined): Promise<void> {
  module ??= init({ module_or_path: (source ?? loader()) as InitInput })
    .then(started)
    .catch((error: unknown) => {
      module = undefined;
      throw error;
    });
  await module;
}
