import { createPublicKey } from 'node:crypto'
import { createLocalJWKSet } from 'jose/jwks/local'
import type { Credential } from '../clients/credential.ts'
import type { Services } from '../services.ts'

/** A credential by which assertions are verified. */
export type AssertionCredential = Extract<Credential, { kind: 'asymmetric' | 'symmetric' | 'foreign' }>

export const isForAssertions = (credential: Credential): credential is AssertionCredential =>
  credential.kind === 'asymmetric' || credential.kind === 'symmetric' || credential.kind === 'foreign'

/** What verifies an assertion: a key, or the function that finds one in a set. @throws Error when it cannot be had */
export async function assertionKey(credential: AssertionCredential, { remoteKeys }: Services, assertion: string) {
  if (credential.kind === 'symmetric') return Buffer.from(credential.key)
  if (credential.kind === 'foreign') return keySet(await remoteKeys.ofIssuer(credential.issuer, assertion))
  const { key } = credential
  if (typeof key !== 'string') return keySet('uri' in key ? await remoteKeys.at(key.uri, assertion) : key)
  const text = key.trim()
  return text.startsWith('{') ? keySet({ keys: [JSON.parse(text)] }) : createPublicKey(text)
}

/** The library checks the members of a set itself, key by key. */
const keySet = (set: { keys: unknown[] }) => createLocalJWKSet(set as Parameters<typeof createLocalJWKSet>[0])
