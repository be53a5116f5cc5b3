import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { JWK } from 'jose'
import type { KonnectContext } from '../context.ts'
import type { AuthServer } from '../model/auth-server.ts'

type Keys = Pick<KonnectContext, 'model' | 'seal' | 'ids' | 'oneAtATime'>

/** The private key of an authorization server as a JWK. Drawn at the first call: it takes a tenth of a second. */
export async function signingKeyOf(keys: Keys, { id }: AuthServer): Promise<JWK> {
  return (await knownKey(keys, id)) ?? keys.oneAtATime(id, async () => (await knownKey(keys, id)) ?? newKey(keys, id))
}

async function knownKey({ model, seal }: Keys, id: string): Promise<JWK | undefined> {
  const sealed = (await model.authServers.find(id))?.secrets.signing_key
  // Only keys that were made here stand sealed in this member.
  return sealed && (JSON.parse(seal.open(sealed)) as JWK)
}

async function newKey({ model, seal, ids }: Keys, id: string): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const key: JWK = { ...privateKey.export({ format: 'jwk' }), kid: ids.uuid('signing-key'), use: 'sig' }
  const signing_key = seal.seal(JSON.stringify(key))
  await model.authServers.change(id, (row) => ({ ...row, secrets: { ...row.secrets, signing_key } }))
  return key
}

/** The public key, as the JWKS shows it. */
export async function publicKeyOf(keys: Keys, server: AuthServer): Promise<JWK> {
  const { kty, n, e, kid = '', use = 'sig' } = await signingKeyOf(keys, server)
  return { ...(kty && { kty }), ...(n && { n }), ...(e && { e }), kid, use, alg: server.signing_algorithm }
}
