//! Where the memory of a face comes from: by an allocator made for WebAssembly, a third of the one that the standard library brings.

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
