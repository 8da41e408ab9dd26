// A new key and one signature.
import { SignJWT, generateKeyPair } from 'jose'

export async function first() {
  const { privateKey } = await generateKeyPair('ES256')
  await new SignJWT({ client_id: 'x' }).setProtectedHeader({ alg: 'ES256' }).setIssuedAt().setExpirationTime('1h').sign(privateKey)
}
