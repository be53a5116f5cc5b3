import { basicAuthorization } from '../../../kit/http-client.ts'
import { registration } from '../configurations.ts'
import { type Answer, member, type Rig, registrationPath, start } from '../rig.ts'
import { app, information, type Proofs, seen, uuid } from './switch-proof.ts'

type Names =
  | 'registeredSecretSeconds'
  | 'readRotatesSecret'
  | 'replaceMode'
  | 'registrationTokenExpiry'
  | 'unknownClientAtManagement'
  | 'readWriteExpired'
  | 'managementOff'
  | 'deleteKillsTokens'

const day = 24 * 60 * 60 * 1000
const year = 31_536_000

const path = `${registrationPath}/${uuid(2)}`
const invalidClient = { status: 401, body: { error: 'invalid_client' } }

/** Calls the management of the first registered client with its first token. */
const manage = ({ call }: Rig, method: string, body?: object): Promise<Answer> =>
  call(method, path, {
    headers: { authorization: `Bearer ${uuid(4)}`, 'content-type': 'application/json' },
    ...(body && { payload: JSON.stringify(body) }),
  })

/** A token for the first registered client, by its first secret. */
const tokenByFirstSecret = ({ token }: Rig): Promise<Answer> =>
  token({}, basicAuthorization(uuid(2), 'client-secret_3'))

const tokenAnswer = (n: number) => ({
  status: 200,
  body: { access_token: `_0XBPWQQ_${uuid(n)}`, expires_in: 300, scope: '', token_type: 'bearer' },
})

/** What reading or replacing gives: a new secret and a new registration token. */
const rotated = (members: object = {}) => ({
  status: 200,
  body: information({ client_secret: 'client-secret_5', registration_access_token: uuid(6), ...members }),
})

export const managementProofs: Proofs<Names> = {
  registeredSecretSeconds: {
    ask: async (rig) => {
      const registered = await rig.register(app)
      rig.clock.advance(3_599_999)
      const before = await tokenByFirstSecret(rig)
      rig.clock.advance(1)
      return [seen(registered), seen(before), seen(await tokenByFirstSecret(rig))]
    },
    answers: {
      0: [{ status: 201, body: information() }, tokenAnswer(6), tokenAnswer(8)],
      3600: [
        { status: 201, body: information({ client_secret_expires_at: start + 3600 }) },
        tokenAnswer(6),
        invalidClient,
      ],
    },
  },
  readRotatesSecret: {
    ask: async (rig) => {
      await rig.register(app)
      return [seen(await manage(rig, 'GET')), seen(await tokenByFirstSecret(rig))]
    },
    answers: {
      true: [rotated(), invalidClient],
      false: [
        rotated({
          client_secret: undefined,
          client_secret_expires_at: undefined,
          registration_access_token: uuid(5),
        }),
        tokenAnswer(7),
      ],
    },
  },
  replaceMode: {
    ask: async (rig) => {
      await rig.register(app)
      const { client_name: _, scope: __, ...metadata } = app
      return seen(await manage(rig, 'PUT', { ...metadata, client_id: uuid(2), client_uri: 'https://orders.test' }))
    },
    answers: {
      replace: rotated({
        client_name: undefined,
        client_uri: 'https://orders.test',
        scope: 'address email openid phone profile orders:read',
      }),
      merge: rotated({ client_uri: 'https://orders.test' }),
    },
  },
  registrationTokenExpiry: {
    ask: async (rig) => {
      await rig.register(app)
      rig.clock.advance(day)
      return seen(await manage(rig, 'GET'))
    },
    answers: {
      full: rotated(),
      remaining: rotated({ registration_access_token_expires_in: year - 86_400 }),
    },
  },
  unknownClientAtManagement: {
    ask: async (rig) => seen(await manage(rig, 'GET'), 'www-authenticate'),
    answers: {
      401: {
        status: 401,
        'www-authenticate': 'Bearer realm="token-service", error="invalid_token"',
        body: { error: 'invalid_token' },
      },
      404: { status: 404, 'www-authenticate': undefined, body: '' },
    },
  },
  readWriteExpired: {
    ask: async (rig) => {
      await rig.register(app)
      rig.clock.advance(28 * day)
      return [seen(await manage(rig, 'GET'), 'www-authenticate'), seen(await manage(rig, 'DELETE'))]
    },
    answers: {
      403: [
        {
          status: 403,
          'www-authenticate': undefined,
          body: { error: 'insufficient_scope' },
        },
        { status: 204, body: '' },
      ],
      401: [
        {
          status: 401,
          'www-authenticate': 'Bearer realm="token-service", error="invalid_token"',
          body: { error: 'invalid_token' },
        },
        { status: 204, body: '' },
      ],
    },
  },
  managementOff: {
    given: { configuration: registration({ 'client-management': false }) },
    ask: async (rig) => {
      const registered = await rig.register(app)
      return [seen(registered), seen(await manage(rig, 'GET'))]
    },
    answers: {
      404: [unmanaged(), { status: 404, body: '' }],
      405: [unmanaged(), { status: 405, body: '' }],
    },
  },
  deleteKillsTokens: {
    ask: async (rig) => {
      await rig.register(app)
      const token = String(member(await tokenByFirstSecret(rig), 'access_token'))
      return [seen(await manage(rig, 'DELETE')), seen(await rig.introspect(token))]
    },
    answers: {
      true: [
        { status: 204, body: '' },
        { status: 200, body: { active: false } },
      ],
      false: [
        { status: 204, body: '' },
        {
          status: 200,
          body: {
            sub: uuid(2),
            purpose: 'access_token',
            iss: 'http://curity.test/oauth/v2/oauth-anonymous',
            active: true,
            token_type: 'bearer',
            client_id: uuid(2),
            aud: [uuid(2)],
            nbf: start,
            scope: '',
            exp: start + 300,
            delegationId: uuid(5),
            iat: start,
          },
        },
      ],
    },
  },
}

/** A registration where clients are not managed. */
function unmanaged() {
  const none = {
    registration_access_token: undefined,
    registration_access_token_expires_in: undefined,
    registration_client_uri: undefined,
  }
  return { status: 201, body: information(none) }
}
