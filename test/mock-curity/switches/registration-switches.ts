import { profile, registration, server } from '../configurations.ts'
import { registrationPath } from '../rig.ts'
import { app, information, type Proofs, seen, uuid } from './switch-proof.ts'

type Names =
  | 'registrationOff'
  | 'nonTemplatizedOff'
  | 'softwareIdWithoutTemplates'
  | 'procedureRefusal'
  | 'registrationStatus'
  | 'registrationBody'
  | 'registrationContentType'

const created = { status: 201, body: information() }
const refused = (error: string, status = 400) => ({ status, body: { error } })

/** How a registration comes about: what is off, what the body is, what the procedure says. */
export const registrationProofs: Proofs<Names> = {
  registrationOff: {
    given: { configuration: server({ 'dynamic-client-registration': false }) },
    ask: async ({ call }) => seen(await call('POST', registrationPath, { payload: JSON.stringify(app) })),
    answers: { 'not-found': { status: 404, body: '' }, access_denied: refused('access_denied', 403) },
  },
  nonTemplatizedOff: {
    given: { configuration: registration({ 'non-templatized': false }) },
    ask: async ({ register }) => seen(await register(app, 'any')),
    answers: {
      invalid_client_metadata: refused('invalid_client_metadata'),
      access_denied: refused('access_denied', 403),
    },
  },
  softwareIdWithoutTemplates: {
    ask: async ({ register }) => seen(await register({ ...app, software_id: 'partner-app' })),
    answers: { reject: refused('invalid_client_metadata'), ignore: created },
  },
  procedureRefusal: {
    given: {
      configuration: profile({
        endpoints: {
          endpoint: [{ id: 'token-service-dynamic-client-registration', 'pre-processing-procedure': 'check' }],
        },
      }),
      procedures: {
        check: ({ exceptionFactory }) => {
          throw exceptionFactory.badRequestException('a software statement is required')
        },
      },
    },
    ask: async ({ register }) => seen(await register(app)),
    answers: {
      invalid_client_metadata: refused('invalid_client_metadata'),
      invalid_request: refused('invalid_request'),
    },
  },
  registrationStatus: {
    ask: async ({ register }) => seen(await register(app)),
    answers: { 201: created, 200: { ...created, status: 200 } },
  },
  registrationBody: {
    ask: async ({ register }) => seen(await register([app])),
    answers: {
      invalid_client_metadata: refused('invalid_client_metadata'),
      invalid_request: refused('invalid_request'),
    },
  },
  registrationContentType: {
    ask: async ({ call, initialToken }) =>
      seen(
        await call('POST', registrationPath, {
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            authorization: `Bearer ${await initialToken()}`,
          },
          payload: JSON.stringify(app),
        }),
      ),
    answers: { lenient: created, 'json-only': refused('invalid_request') },
  },
}

type MetadataNames =
  | 'registrationScopeAbsent'
  | 'registrationScopeOutside'
  | 'registrationOutsideCapabilities'
  | 'registrationAsksForNone'
  | 'sameOriginCheck'
  | 'emptyArrays'
  | 'unknownMembers'

const everyScope = 'address email openid phone profile orders:read'

/** What becomes of the metadata. */
export const metadataRuleProofs: Proofs<MetadataNames> = {
  registrationScopeAbsent: {
    ask: async ({ register }) => seen(await register({ ...app, scope: undefined })),
    answers: {
      'all-allowed': { status: 201, body: information({ scope: everyScope }) },
      empty: { status: 201, body: information({ scope: '' }) },
    },
  },
  registrationScopeOutside: {
    ask: async ({ register }) => seen(await register({ ...app, scope: 'orders:read orders:write' })),
    answers: { reject: refused('invalid_client_metadata'), drop: created },
  },
  registrationOutsideCapabilities: {
    ask: async ({ register }) =>
      seen(await register({ ...app, grant_types: ['client_credentials', 'password'], response_types: ['token'] })),
    answers: { reject: refused('invalid_client_metadata'), drop: created },
  },
  registrationAsksForNone: {
    given: {
      configuration: registration({
        'non-templatized': { 'client-authentication-method': { 'no-authentication': {} } },
      }),
    },
    ask: async ({ register }) => seen(await register({ ...app, token_endpoint_auth_method: 'none' })),
    answers: {
      client_secret_basic: created,
      honoured: {
        status: 201,
        body: information({
          client_secret: undefined,
          client_secret_expires_at: undefined,
          registration_access_token: uuid(3),
          token_endpoint_auth_method: 'none',
          token_endpoint_auth_methods: undefined,
        }),
      },
    },
  },
  sameOriginCheck: {
    ask: async ({ register }) =>
      seen(await register({ ...app, redirect_uris: ['https://shop.test/callback'], client_uri: 'https://other.test' })),
    answers: {
      true: refused('invalid_client_metadata'),
      false: {
        status: 201,
        body: information({ redirect_uris: ['https://shop.test/callback'], client_uri: 'https://other.test' }),
      },
    },
  },
  emptyArrays: {
    ask: async ({ register }) => seen(await register(app)),
    answers: {
      written: created,
      'left-out': { status: 201, body: information({ redirect_uris: undefined, response_types: undefined }) },
    },
  },
  unknownMembers: {
    ask: async ({ register }) => seen(await register({ ...app, portal: 'demo' })),
    answers: {
      dropped: created,
      echoed: { status: 201, body: information({ portal: 'demo' }) },
      rejected: refused('invalid_client_metadata'),
    },
  },
}
