// The key that seals what the trial keeps in this browser. It lies beside that and protects it from nobody: the engine asks for one.
import { encode } from '../base64url.js';

const KEY_BYTES = 32;

/** The key of this browser; made when it is not there. */
export async function sealingKey(name: string): Promise<string> {
  const made = encode(crypto.getRandomValues(new Uint8Array(KEY_BYTES)));
  // One page may have been faster.
  return navigator.locks.request(name, () => {
    const kept = localStorage.getItem(name) ?? made;
    localStorage.setItem(name, kept);
    return kept;
  });
}
