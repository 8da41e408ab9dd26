// The WebAssembly module: compiled once, when it is first needed; a failed attempt is forgotten.
import init from './badgehouse.js';

/** Where the module may come from: compiled, as bytes, as a response, or where to fetch it. */
export type WasmSource = WebAssembly.Module | BufferSource | Response | URL | string;

/** How this platform gets the module. */
export type Loader = () => WasmSource;

let instance: Promise<unknown> | undefined;

/** Waits until the module runs. The source of the first call that succeeds counts. */
export async function ready(loader: Loader, source: WasmSource | undefined): Promise<void> {
  instance ??= init({ module_or_path: source ?? loader() }).catch((error: unknown) => {
    instance = undefined;
    throw error;
  });
  await instance;
}
