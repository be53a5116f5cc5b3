import { decodeJwt, type JWTPayload } from 'jose'
import { jwtVerify } from 'jose/jwt/verify'
import type { Reason } from '../../kit/reason.ts'
import type { Client } from '../clients/client.ts'
import type { AuthenticationMethods } from '../configuration/authentication-methods.ts'
import type { TokenService } from '../configuration/token-service.ts'
import type { InvalidClient } from '../errors.ts'
import type { Form } from '../forms.ts'
import type { Services } from '../services.ts'
import { type ClientEndpoint, client as reasons } from '../token-reasons.ts'
import { type AssertionCredential, assertionKey, isForAssertions } from './assertion-key.ts'

/** The only kind of assertion here (RFC 7523 §2.2). */
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** The id of the client that an assertion is about, whoever has signed it; undefined when it is no JWT, or about nobody. */
export function clientNamedBy(assertion: string, { foreign }: AuthenticationMethods): string | undefined {
  const sub = unverified(assertion)?.sub
  return sub === undefined ? undefined : (foreign?.clients.get(sub) ?? sub)
}

function unverified(assertion: string): JWTPayload | undefined {
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
 * Checks a JWT by which a client authenticates (RFC 7523 §3): signed by a key of the client, or of the server that issues its
 * assertions, with an algorithm of the profile, about the client, for this server, not expired, and if it is the client's own, not used
 * before.
 * @throws InvalidClient
 */
export async function verifyAssertion(
  { client, form, assertion, at, refuse }: PresentedAssertion,
  services: Services,
): Promise<void> {
  if (form.client_assertion_type !== jwtBearer) throw refuse(reasons.assertionType(at, jwtBearer))
  const now = services.clock.now()
  const credentials = client.credentials.filter(({ until }) => until === undefined || until > now)
  const keys = credentials.filter(isForAssertions)
  if (keys.length === 0) throw refuse(reasons.method(at, `client "${client.id}" has no key`))
  let refusal = reasons.badAssertion(at, 'no key fits')
  for (const credential of keys) {
    try {
      const claims = await verified(assertion, credential, client, services)
      if (credential.kind === 'foreign' || (await isFirstUse(claims, client, services))) return
      refusal = reasons.usedAssertion(at, String(claims.jti))
    } catch (error) {
      const why = (error as Error).message // whatever the library throws says what is wrong
      refusal =
        credential.kind === 'foreign' ? reasons.foreignAssertion(at, client.id, why) : reasons.badAssertion(at, why)
    }
  }
  throw refuse(refusal)
}

/** @throws Error that says what is wrong with it */
async function verified(
  assertion: string,
  credential: AssertionCredential,
  client: Client,
  services: Services,
): Promise<JWTPayload> {
  const { authentication } = services.configuration.service
  const algorithms = algorithmsFor(credential, authentication)
  if (algorithms.length === 0) throw new Error(`${methodOf(credential)} is off in the profile`)
  const { payload } = await jwtVerify(assertion, await assertionKey(credential, services, assertion), {
    algorithms,
    issuer: credential.kind === 'foreign' ? credential.issuer : client.id,
    audience: audiences(services.configuration.service),
    requiredClaims: ['exp'],
    currentDate: new Date(services.clock.now()),
  })
  const { sub = '' } = payload
  const about = credential.kind === 'foreign' ? (authentication.foreign?.clients.get(sub) ?? sub) : sub
  if (about !== client.id) throw new Error('unexpected "sub" claim value')
  return payload
}

function algorithmsFor(
  credential: AssertionCredential,
  { symmetric, asymmetric, foreign }: AuthenticationMethods,
): string[] {
  if (credential.kind === 'symmetric') return [...symmetric]
  if (credential.kind === 'foreign') return [...(foreign?.algorithms ?? [])]
  const { algorithm } = credential
  return asymmetric.filter((one) => algorithm === undefined || one === algorithm)
}

/** A client signs each assertion anew, so that one with a `jti` works once (OpenID Connect Core §9). */
async function isFirstUse({ jti, exp = 0 }: JWTPayload, { id }: Client, services: Services): Promise<boolean> {
  if (jti === undefined || services.behaviour.current.usedAssertion === 'accepted') return true
  return services.usedAssertions.use({ clientId: id, jti, expiresAt: exp })
}

/** Whom an assertion may be made for: the issuer, or an endpoint where clients authenticate, that of pushed requests too (RFC 9126 §2). */
function audiences({ issuer, url }: TokenService): string[] {
  const authorize = url('oauth-authorize')
  return [issuer, ...kinds.flatMap((kind) => url(kind) ?? []), ...(authorize ? [`${authorize}/par`] : [])]
}

const kinds = [
  'oauth-token',
  'oauth-introspect',
  'oauth-revoke',
  'oauth-authorize',
  'oauth-device-authorization',
  'oauth-backchannel-authentication',
] as const

/** The leaf that switches on what a credential needs. */
const methodOf = ({ kind }: AssertionCredential) =>
  ({ symmetric: 'symmetrically-signed-jwt', asymmetric: 'asymmetrically-signed-jwt', foreign: 'using-jwt' })[kind]
