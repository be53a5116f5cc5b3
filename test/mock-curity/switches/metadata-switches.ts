import { discoveryPath, issuer, registrationPath } from '../rig.ts'
import { type Proofs, seen } from './switch-proof.ts'

const base = 'http://curity.test'
const document = {
  issuer,
  jwks_uri: `${issuer}/jwks`,
  authorization_endpoint: `${base}/oauth/v2/oauth-authorize`,
  pushed_authorization_request_endpoint: `${base}/oauth/v2/oauth-authorize/par`,
  token_endpoint: `${base}/oauth/v2/oauth-token`,
  userinfo_endpoint: `${base}/oauth/v2/oauth-userinfo`,
  introspection_endpoint: `${base}/oauth/v2/oauth-introspect`,
  revocation_endpoint: `${base}/oauth/v2/oauth-revoke`,
  end_session_endpoint: `${base}/oauth/v2/oauth-session/logout`,
}

const page = (text: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${text}</title></head><body><p>${text}</p></body></html>`

const stopped = (nodeState: string) => ({ status: 503, body: { isReady: false, nodeState, isServing: false } })

export const metadataProofs: Proofs<'registrationEndpointInMetadata' | 'nodeState' | 'notServedBody'> = {
  registrationEndpointInMetadata: {
    ask: async ({ call }) => {
      const { body } = await call('GET', discoveryPath)
      const members = Object.entries(body as object)
      return Object.fromEntries(members.filter(([name]) => /(^issuer|_uri|_endpoint)$/.test(name)))
    },
    answers: {
      'when-deployed': { ...document, registration_endpoint: `${base}${registrationPath}` },
      never: document,
    },
  },
  nodeState: {
    ask: async (rig) => {
      const answer = await rig.status().inject({ method: 'GET', url: '/' })
      return { status: answer.statusCode, body: answer.json() as unknown }
    },
    answers: {
      RUNNING: { status: 200, body: { isReady: true, nodeState: 'RUNNING', isServing: true } },
      BOOTING: stopped('BOOTING'),
      WAITING: stopped('WAITING'),
      ERROR: stopped('ERROR'),
      STOPPING: stopped('STOPPING'),
    },
  },
  notServedBody: {
    ask: async ({ call }) => [
      seen(await call('GET', '/nowhere'), 'content-type'),
      seen(await call('GET', registrationPath), 'content-type', 'allow'),
    ],
    answers: {
      empty: [
        { status: 404, 'content-type': undefined, body: '' },
        { status: 405, 'content-type': undefined, allow: 'POST', body: '' },
      ],
      html: [
        { status: 404, 'content-type': 'text/html', body: page('The requested page was not found.') },
        {
          status: 405,
          'content-type': 'text/html',
          allow: 'POST',
          body: page('The HTTP method you requested is not allowed.'),
        },
      ],
      json: [
        { status: 404, 'content-type': 'application/json; charset=utf-8', body: { error: 'not_found' } },
        {
          status: 405,
          'content-type': 'application/json; charset=utf-8',
          allow: 'POST',
          body: { error: 'method_not_allowed' },
        },
      ],
    },
  },
}
