import { restconf, serverPath } from '../admin-calls.ts'
import { type Answer, member, registrar, service } from '../rig.ts'
import { app, information, type Proofs, seen, uuid } from './switch-proof.ts'

type Names =
  | 'initialTokenUses'
  | 'initialTokenLifetime'
  | 'initialTokenShape'
  | 'unlistedClientAsksForDcr'
  | 'tokenWithoutDcr'
  | 'tokenOfUnlistedClient'

const initial = (members: object = {}) => ({
  status: 200,
  body: { access_token: uuid(1), expires_in: 300, scope: 'dcr', token_type: 'bearer', ...members },
})
const refused = { status: 400, body: { error: 'invalid_client_metadata' } }
const used = { status: 401, body: { error: 'invalid_token' } }
const bearer = (answer: Answer) => seen(answer, 'www-authenticate')

export const initialTokenProofs: Proofs<Names> = {
  initialTokenUses: {
    ask: async ({ initialToken, register }) => {
      const token = await initialToken()
      return [
        seen(await register({ grant_types: ['password'] }, token)),
        seen(await register(app, token)),
        seen(await register(app, token)),
      ]
    },
    answers: {
      'once-on-success': [refused, { status: 201, body: information() }, used],
      'once-on-any-attempt': [refused, used, used],
      unlimited: [
        refused,
        { status: 201, body: information() },
        {
          status: 201,
          body: information({
            client_id: uuid(5),
            client_secret: 'client-secret_6',
            registration_access_token: uuid(7),
            registration_client_uri: `http://curity.test/token-service/oauth-registration/${uuid(5)}`,
          }),
        },
      ],
    },
  },
  initialTokenLifetime: {
    ask: async ({ token, register, clock }) => {
      const answer = await token({ scope: 'dcr' }, registrar)
      const value = String(member(answer, 'access_token'))
      clock.advance(Number(member(answer, 'expires_in')) * 1000 - 1)
      const inTime = await register({ grant_types: ['password'] }, value)
      clock.advance(1)
      return [seen(answer), seen(inTime), seen(await register(app, value))]
    },
    answers: { 300: [initial(), refused, used], 7: [initial({ expires_in: 7 }), refused, used] },
  },
  initialTokenShape: {
    ask: async ({ token }) => seen(await token({ scope: 'dcr' }, registrar)),
    answers: { uuid: initial(), prefixed: initial({ access_token: `_0XBPWQQ_${uuid(1)}` }) },
  },
  unlistedClientAsksForDcr: {
    ask: async ({ token, register }) => {
      const answer = await token({ scope: 'dcr' }, service)
      const registered = answer.status === 200 && (await register(app, String(member(answer, 'access_token'))))
      return [seen(answer), registered && seen(registered)]
    },
    answers: {
      invalid_scope: [{ status: 400, body: { error: 'invalid_scope' } }, false],
      'token-without-dcr': [
        initial({ access_token: `_0XBPWQQ_${uuid(2)}`, scope: '' }),
        { status: 403, body: { error: 'insufficient_scope' } },
      ],
    },
  },
  tokenWithoutDcr: {
    ask: async ({ token, register }) =>
      bearer(await register(app, String(member(await token({}, registrar), 'access_token')))),
    answers: {
      insufficient_scope: {
        status: 403,
        'www-authenticate': 'Bearer realm="token-service", error="insufficient_scope"',
        body: { error: 'insufficient_scope' },
      },
      invalid_token: {
        status: 401,
        'www-authenticate': 'Bearer realm="token-service", error="invalid_token"',
        body: { error: 'invalid_token' },
      },
    },
  },
  tokenOfUnlistedClient: {
    ask: async (rig) => {
      const token = await rig.initialToken()
      const path = `${serverPath}/dynamic-client-registration/non-templatized`
      await restconf(rig, 'DELETE', `${path}/authenticate-client-by=registrar`)
      return bearer(await rig.register(app, token))
    },
    answers: {
      invalid_token: {
        status: 401,
        'www-authenticate': 'Bearer realm="token-service", error="invalid_token"',
        body: { error: 'invalid_token' },
      },
      access_denied: { status: 403, 'www-authenticate': undefined, body: { error: 'access_denied' } },
    },
  },
}
