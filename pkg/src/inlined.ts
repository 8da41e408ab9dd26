// A module that is inlined in JavaScript as base64, so that no file is looked for.

/** What a platform may have to read base64 by; Node's reads the module in a two-hundredth of the time of a loop over characters. */
interface Platform {
  Uint8Array: { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
  process?: { getBuiltinModule?: (name: 'node:buffer') => { Buffer: NodeBuffer } | undefined };
}

interface NodeBuffer {
  from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer>;
}

/** The module's bytes. */
export function inlined(base64: string): Uint8Array<ArrayBuffer> {
  const { Uint8Array: bytes, process } = globalThis as unknown as Platform;
  return (
    bytes.fromBase64?.(base64) ??
    process?.getBuiltinModule?.('node:buffer')?.Buffer.from(base64, 'base64') ??
    Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  );
}
