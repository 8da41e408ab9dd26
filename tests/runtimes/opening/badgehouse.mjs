// The first token, of an account and a key that are stored already.
import { open } from 'badgehouse'
import { credentials, entries, options } from './stored.mjs'

export async function first() {
  const fail = () => {
    throw new Error('a token by a secret is one get')
  }
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const get = (keys) => keys.map((key) => entries[key] && { version: entries[key].version, value: bytes(entries[key].value) })
  const badges = await open({ ...options, store: { get, list: fail, commit: fail } })
  await badges.requestToken(credentials)
}
