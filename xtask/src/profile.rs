//! What WebAssembly is made for: how it is compiled, and how its modules are made small.

/// A profile of `Cargo.toml` with what goes with it.
pub(crate) struct Profile {
    /// Its name there.
    pub(crate) name: &'static str,
    /// What the compiler is told besides.
    pub(crate) flag: &'static str,
    /// What wasm-opt is told.
    pub(crate) ways: &'static [&'static str],
}

/// For what is loaded before it is of use. SHA-256 is a loop instead of its rounds written out: a hash takes a little longer, and 14 kB less.
pub(crate) const SMALL: Profile = Profile {
    name: "wasm",
    flag: "--cfg=sha2_backend_soft=\"compact\"",
    ways: &["--flatten", "--rereloop", "-Oz", "-Oz"],
};

/// For what stays and answers requests. Sixteen bytes are moved at once: whoever runs components has these instructions; browsers have them later than the npm package asks for.
/// What spares the last hundredth of the size makes `authorize` a twentieth slower; more that is inlined makes it larger and not faster.
pub(crate) const QUICK: Profile = Profile {
    name: "component",
    flag: "-Ctarget-feature=+simd128",
    ways: &[
        "--enable-simd",
        "-O3",
        "--always-inline-max-function-size=8",
        "--flexible-inline-max-function-size=30",
        "--one-caller-inline-max-function-size=200",
    ],
};
