import { client, server, together } from '../configurations.ts'
import { decoded, introspectPath, issuer, member, type Rig, service, start, tokenPath, userinfoPath } from '../rig.ts'
import { type Proofs, seen, uuid } from './switch-proof.ts'

type Names =
  | 'userinfoWithoutUser'
  | 'introspectionOfDeadToken'
  | 'introspectionOfRefreshToken'
  | 'introspectionWithoutCapability'
  | 'phantomTokenMember'

const accessToken = async ({ token }: Rig) => String(member(await token(), 'access_token'))

const bearer = (error: string, status: number) => ({
  status,
  'www-authenticate': `Bearer realm="token-service", error="${error}"`,
  body: { error },
})

const introspected = {
  sub: 'service',
  purpose: 'access_token',
  iss: issuer,
  active: true,
  token_type: 'bearer',
  client_id: 'service',
  aud: ['service'],
  nbf: start,
  scope: '',
  exp: start + 300,
  delegationId: uuid(1),
  iat: start,
}
/** The claims of the JWT in the member, whose own id is new. */
const phantom = {
  jti: uuid(3),
  delegationId: uuid(1),
  exp: start + 300,
  nbf: start,
  scope: '',
  iss: issuer,
  sub: 'service',
  aud: 'service',
  iat: start,
  purpose: 'access_token',
}

export const lookupProofs: Proofs<Names> = {
  userinfoWithoutUser: {
    ask: async (rig) => {
      const headers = { authorization: `Bearer ${await accessToken(rig)}` }
      return seen(await rig.call('GET', userinfoPath, { headers }), 'www-authenticate')
    },
    answers: {
      insufficient_scope: bearer('insufficient_scope', 403),
      invalid_token: bearer('invalid_token', 401),
      'sub-only': { status: 200, 'www-authenticate': undefined, body: { sub: 'service' } },
    },
  },
  introspectionOfDeadToken: {
    ask: async (rig) => {
      const token = await accessToken(rig)
      rig.clock.advance(300_000)
      return [
        seen(await rig.introspect(token, 'application/jwt'), 'content-type'),
        seen(await rig.introspect(token, 'application/json')),
      ]
    },
    answers: {
      204: [
        { status: 204, 'content-type': undefined, body: '' },
        { status: 200, body: { active: false } },
      ],
      '200-empty': [
        { status: 200, 'content-type': undefined, body: '' },
        { status: 200, body: { active: false } },
      ],
      401: [
        { status: 401, 'content-type': undefined, body: '' },
        { status: 200, body: { active: false } },
      ],
    },
  },
  introspectionOfRefreshToken: {
    given: {
      configuration: together(
        server({ 'client-capabilities': { 'resource-owner-password-credentials': {} } }),
        client({ id: 'app', secret: 'app-secret', capabilities: { 'resource-owner-password-credentials': {} } }),
      ),
    },
    ask: async (rig) => {
      const login = { username: 'alice', password: 'alice-password' }
      const form = { grant_type: 'password', ...login, client_id: 'app', client_secret: 'app-secret' }
      const token = String(member(await rig.form(tokenPath, form), 'refresh_token'))
      return [
        seen(await rig.introspect(token, 'application/json')),
        seen(await rig.introspect(token, 'application/jwt')),
      ]
    },
    answers: {
      active: [
        {
          status: 200,
          body: {
            sub: 'alice',
            iss: issuer,
            active: true,
            client_id: 'app',
            scope: '',
            exp: start + 3600,
            delegationId: uuid(1),
          },
        },
        { status: 204, body: '' },
      ],
      inactive: [
        { status: 200, body: { active: false } },
        { status: 204, body: '' },
      ],
    },
  },
  introspectionWithoutCapability: {
    ask: async (rig) => seen(await rig.form(introspectPath, { token: await accessToken(rig) }, service)),
    answers: {
      403: { status: 403, body: { error: 'unauthorized_client' } },
      400: { status: 400, body: { error: 'unauthorized_client' } },
    },
  },
  phantomTokenMember: {
    ask: async (rig) => {
      const answer = await rig.introspect(await accessToken(rig))
      const { phantom_token: token, ...members } = answer.body as { phantom_token?: string }
      return { status: answer.status, body: { ...members, ...(token && { phantom_token: decoded(token).claims }) } }
    },
    answers: {
      false: { status: 200, body: introspected },
      true: { status: 200, body: { ...introspected, phantom_token: phantom } },
    },
  },
}
