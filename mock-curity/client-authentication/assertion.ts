import { createPublicKey } from 'node:crypto'
import { decodeJwt, type JWTPayload } from 'jose'
import { createLocalJWKSet } from 'jose/jwks/local'
import { jwtVerify } from 'jose/jwt/verify'
import type { Reason } from '../../kit/reason.ts'
import type { Client } from '../clients/client.ts'
import type { Credential } from '../clients/credential.ts'
import type { InvalidClient } from '../errors.ts'
import type { Form } from '../forms.ts'
import type { Services } from '../services.ts'
import { type ClientEndpoint, client as reasons } from '../token-reasons.ts'

/** The only kind of assertion here (RFC 7523 §2.2). */
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The claims of a JWT that nobody has verified; undefined when it is none. */
export function claimsOf(assertion: string): JWTPayload | undefined {
  try {
    return decodeJwt(assertion)
  } catch {
    return undefined
  }
}

/** An assertion, and the client that it must come from. */
export interface PresentedAssertion {
  client: Client
  form: Form
  assertion: string
  at: ClientEndpoint
  refuse(reason: Reason): InvalidClient
}

/**
 * Checks a JWT by which a client authenticates (RFC 7523 §3): signed by a key of the client with an algorithm of the profile, by
 * and about the client, for this server, not expired.
 * @throws InvalidClient
 */
export async function verifyAssertion(
  { client, form, assertion, at, refuse }: PresentedAssertion,
  services: Services,
): Promise<void> {
  const { configuration, clock } = services
  const { authentication, issuer, url } = configuration.service
  if (form.client_assertion_type !== jwtBearer) throw refuse(reasons.assertionType(at, jwtBearer))
  const now = clock.now()
  const mine = client.credentials.filter(({ until }) => until === undefined || until > now)
  const keys = mine.filter(({ kind }) => kind === 'asymmetric' || kind === 'symmetric')
  if (keys.length === 0) throw refuse(reasons.method(at, `client "${client.id}" has no key`))
  const checks = {
    issuer: client.id,
    subject: client.id,
    audience: [issuer, ...kinds.flatMap((kind) => url(kind) ?? [])],
    requiredClaims: ['exp'],
    currentDate: new Date(now),
  }
  let why = 'no key fits'
  for (const credential of keys) {
    const algorithms = [...authentication[credential.kind === 'symmetric' ? 'symmetric' : 'asymmetric']]
    if (algorithms.length === 0) why = `${methodOf(credential)} is off in the profile`
    else {
      try {
        await jwtVerify(assertion, await keyFor(credential, services, assertion), { ...checks, algorithms })
        return
      } catch (error) {
        why = (error as Error).message // whatever the library throws says what is wrong
      }
    }
  }
  throw refuse(reasons.badAssertion(at, why))
}

/** Endpoints whose address an assertion may be made for, besides the issuer. */
const kinds = [
  'oauth-token',
  'oauth-introspect',
  'oauth-revoke',
  'oauth-authorize',
  'oauth-device-authorization',
] as const

const methodOf = ({ kind }: Credential) =>
  kind === 'symmetric' ? 'symmetrically-signed-jwt' : 'asymmetrically-signed-jwt'

/** The key to verify with. @throws Error when it cannot be had */
async function keyFor(credential: Credential, { remoteKeys }: Services, assertion: string) {
  if (credential.kind === 'symmetric') return Buffer.from(credential.key)
  if (credential.kind !== 'asymmetric') throw new Error('no key')
  const { key } = credential
  const set = typeof key === 'string' ? undefined : 'uri' in key ? await remoteKeys.at(key.uri, assertion) : key
  // Its members are checked by the library, key by key.
  if (set) return createLocalJWKSet(set as Parameters<typeof createLocalJWKSet>[0])
  const text = String(key).trim()
  return text.startsWith('{') ? createLocalJWKSet({ keys: [JSON.parse(text)] }) : createPublicKey(text)
}
