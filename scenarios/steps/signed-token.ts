import type { JWTPayload } from 'jose'
import type { World } from '../../harness/world.ts'

interface SigningKeys {
  signing_keys: { id: string; kid: string; privateJwk: Record<string, string> }[]
}

/**
 * A JWT that Curity's own key signs, whatever it says: for tokens that Curity would not issue.
 * @param header members beside `kid` and `alg`
 */
export async function signedByCurity({ levers }: World, claims: object, header: object = {}): Promise<string> {
  const { SignJWT, importJWK } = await import('jose')
  const { signing_keys } = (await levers.state('curity', { secrets: true })) as SigningKeys // Curity's state document
  const [key] = signing_keys
  if (!key) throw new Error('Curity has no signing key')
  const signing = await importJWK(key.privateJwk, 'RS256')
  return new SignJWT(claims as JWTPayload /* what it says may be of the wrong type on purpose */)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
    .sign(signing)
}

/** The claims of a JWT, unverified. */
export function claimsOf(token: string): JWTPayload {
  const [, claims = ''] = token.split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString())
}

/** Curity signs with another key from now on: published beside the old one, alone, or under its kid. */
export async function rotateKeys({ curity }: World, how: 'overlap' | 'abrupt' | 'same-kid'): Promise<void> {
  const { status, text } = await curity.call('POST', '/_mock/keys/rotate', { json: { how } })
  if (status !== 200) throw new Error(`no other key: ${text}`)
}
