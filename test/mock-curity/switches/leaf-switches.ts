import type { LeafSwitches } from '../../../mock-curity/behaviour.ts'
import { type Answer, decoded, discoveryPath, issuer, member, type Rig, registrationPath } from '../rig.ts'
import { app, information, type Proofs, seen, uuid } from './switch-proof.ts'

const base = 'http://curity.test'
const oauthPath = '/.well-known/oauth-authorization-server/oauth/v2/oauth-anonymous'

/** Some members of a metadata document, and the header that goes with it. */
const published = async ({ call }: Rig, path: string, ...members: string[]) => {
  const answer = await call('GET', path)
  const body = Object.fromEntries(members.map((name) => [name, member(answer, name)]))
  return seen({ ...answer, body: answer.status === 200 ? body : undefined }, 'cache-control')
}

const keySet = async ({ call }: Rig, path: string) => (await call('GET', path)).status

/** What a registration at `path` answers, under this path. */
const registeredAt = async (rig: Rig, path: string) =>
  seen(
    await rig.call('POST', path, {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await rig.initialToken()}` },
      payload: JSON.stringify(app),
    }),
  )
const notFound = { status: 404, body: '' }

const read = ({ call }: Rig, token: string): Promise<Answer> =>
  call('GET', `${registrationPath}/${uuid(2)}`, { headers: { authorization: `Bearer ${token}` } })

const tokenBySecret = async ({ form }: Rig, secret: string) =>
  seen(
    await form('/oauth/v2/oauth-token', {
      grant_type: 'client_credentials',
      ...{ client_id: uuid(2), client_secret: secret },
    }),
  )
const tokenAnswer = (n: number) => ({
  status: 200,
  body: { access_token: `_0XBPWQQ_${uuid(n)}`, expires_in: 300, scope: '', token_type: 'bearer' },
})
const invalidClient = { status: 401, body: { error: 'invalid_client' } }
const invalidToken = { status: 401, body: { error: 'invalid_token' } }

const rotatedTo = (token: string) => ({
  status: 200,
  body: information({ client_secret: 'client-secret_5', registration_access_token: token }),
})

export const leafProofs: Proofs<keyof LeafSwitches> = {
  registrationPath: {
    ask: async (rig) => [
      await published(rig, discoveryPath, 'registration_endpoint'),
      await registeredAt(rig, registrationPath),
      await registeredAt(rig, '/oauth/v2/oauth-registration'),
    ],
    answers: {
      [registrationPath]: [
        {
          status: 200,
          'cache-control': 'max-age=600',
          body: { registration_endpoint: `${base}${registrationPath}` },
        },
        { status: 201, body: information() },
        notFound,
      ],
      '/oauth/v2/oauth-registration': [
        {
          status: 200,
          'cache-control': 'max-age=600',
          body: { registration_endpoint: `${base}/oauth/v2/oauth-registration` },
        },
        notFound,
        {
          status: 201,
          body: information({
            client_id: uuid(3),
            client_secret: 'client-secret_4',
            registration_access_token: uuid(5),
            registration_client_uri: `${base}/oauth/v2/oauth-registration/${uuid(3)}`,
          }),
        },
      ],
    },
  },
  anonymousPath: {
    ask: async (rig) => [
      await published(rig, discoveryPath, 'issuer', 'jwks_uri'),
      await published(rig, '/~/.well-known/openid-configuration', 'issuer', 'jwks_uri'),
      [await keySet(rig, '/oauth/v2/oauth-anonymous/jwks'), await keySet(rig, '/~/jwks')],
    ],
    answers: {
      '/oauth/v2/oauth-anonymous': [
        { status: 200, 'cache-control': 'max-age=600', body: { issuer, jwks_uri: `${issuer}/jwks` } },
        { status: 404, 'cache-control': undefined, body: '' },
        [200, 404],
      ],
      '/~': [
        { status: 404, 'cache-control': undefined, body: '' },
        { status: 200, 'cache-control': 'max-age=600', body: { issuer: `${base}/~`, jwks_uri: `${base}/~/jwks` } },
        [404, 200],
      ],
    },
  },
  oauthMetadata: {
    ask: (rig) => published(rig, oauthPath, 'issuer'),
    answers: {
      off: { status: 404, 'cache-control': undefined, body: '' },
      on: { status: 200, 'cache-control': 'max-age=600', body: { issuer } },
    },
  },
  accessTokenFormat: {
    ask: async ({ token, introspect }) => {
      const value = String(member(await token(), 'access_token'))
      const told = value.split('.').length === 3 ? Object.keys(decoded(value).claims) : value
      return [told, member(await introspect(value), 'active')]
    },
    answers: {
      opaque: [`_0XBPWQQ_${uuid(2)}`, true],
      jwt: [['jti', 'delegationId', 'exp', 'nbf', 'scope', 'iss', 'sub', 'aud', 'iat', 'purpose'], true],
      wrapped: [['jti', 'exp', 'iss', 'iat', 'purpose'], true],
    },
  },
  readRotatesRegistrationToken: {
    ask: async (rig) => {
      await rig.register(app)
      return [seen(await read(rig, uuid(4))), seen(await read(rig, uuid(4)))]
    },
    answers: {
      true: [rotatedTo(uuid(6)), invalidToken],
      false: [rotatedTo(uuid(4)), { status: 200, body: information({ client_secret: 'client-secret_6' }) }],
    },
  },
  rotatedSecretTtl: {
    ask: async (rig) => {
      await rig.register(app)
      await read(rig, uuid(4))
      const before = await tokenBySecret(rig, 'client-secret_3')
      rig.clock.advance(60_000)
      return [before, await tokenBySecret(rig, 'client-secret_3')]
    },
    answers: {
      0: [invalidClient, invalidClient],
      60: [tokenAnswer(8), invalidClient],
    },
  },
  errorDetail: {
    ask: async ({ token }) => seen(await token({ scope: 'unknown' })),
    answers: {
      off: { status: 400, body: { error: 'invalid_scope' } },
      on: {
        status: 400,
        body: { error: 'invalid_scope', error_description: 'The scope unknown is not allowed for this client' },
      },
    },
  },
}
