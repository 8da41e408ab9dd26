// Where a WebAssembly module may come from.

/** As bytes, as a response, where to fetch it, or compiled. */
export type WasmSource = ArrayBuffer | ArrayBufferView | Response | URL | string | CompiledModule;

/** A `WebAssembly.Module`; to the compiler any object is one, and where there is no DOM it does not know the name. */
export type CompiledModule = object;

/** How this platform gets a module. */
export type Loader = () => WasmSource;
