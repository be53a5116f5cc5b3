import { basicAuthorization } from '../../../kit/http-client.ts'
import { clientsPath, restconf } from '../admin-calls.ts'
import { signedInAt } from '../admin-pages/visits.ts'
import { through, wizardOnly } from '../admin-pages/wizard-walk.ts'
import { client, profile, server, together } from '../configurations.ts'
import { member, type Rig } from '../rig.ts'
import { app, information, type Proofs, seen } from './switch-proof.ts'

type Names = 'adminChanges' | 'wizardCapabilities' | 'graphqlAuthorization'

const portal = { id: 'portal-dcr', secret: 'portal-secret', capabilities: { 'client-credentials': [null] } }

const graphqlPath = '/client-management'
const adminScope = 'urn:se:curity:scopes:admin:api'
const graphql = together(
  profile({
    endpoints: { endpoint: [{ id: 'clients', uri: graphqlPath, 'endpoint-kind': 'oauth-client-graphql-api' }] },
  }),
  { environments: { environment: { services: { 'service-role': [{ id: 'graphql', endpoints: ['clients'] }] } } } },
  server({ scopes: { scope: [{ id: adminScope }] } }),
  client({ id: 'service', scope: ['orders:read', adminScope] }),
)

/** Asks the GraphQL API for all clients; there are none. */
const query = async ({ call, token }: Rig, scope?: string) =>
  seen(
    await call('POST', graphqlPath, {
      headers: {
        'content-type': 'application/json',
        ...(scope !== undefined && { authorization: `Bearer ${member(await token({ scope }), 'access_token')}` }),
      },
      payload: JSON.stringify({ query: '{ dynamicallyRegisteredClients { client_id } }' }),
    }),
    'www-authenticate',
  )
const nobody = {
  status: 200,
  'www-authenticate': undefined,
  body: { data: { dynamicallyRegisteredClients: [] } },
}
const unauthorized = { status: 401, 'www-authenticate': 'Bearer realm="token-service"', body: '' }

export const administrationProofs: Proofs<Names> = {
  adminChanges: {
    ask: async (rig) => {
      const answer = await restconf(rig, 'PUT', `${clientsPath}/client=portal-dcr`, { client: portal })
      const token = () => rig.token({ scope: '' }, basicAuthorization('portal-dcr', 'portal-secret'))
      const before = await token()
      await restconf(rig, 'POST', '../operations/dcr-harness:commit')
      return [answer, before, await token()].map(({ status, body }) => ({
        status,
        scope: member({ body }, 'scope'),
      }))
    },
    answers: {
      immediate: [
        { status: 201, scope: undefined },
        { status: 200, scope: '' },
        { status: 200, scope: '' },
      ],
      staged: [
        { status: 201, scope: undefined },
        { status: 401, scope: undefined },
        { status: 200, scope: '' },
      ],
    },
  },
  wizardCapabilities: {
    given: { configuration: wizardOnly },
    ask: async (rig) => {
      const admin = await signedInAt(rig)
      await through(admin, [
        { kinds: ['non-templatized', 'client-management'] },
        { 'client-data-source': 'default-datasource' },
        { method: 'authenticate-client-by' },
        { clients: 'registrar' },
        { nodes: 'default' },
      ])
      await admin.post('/admin/changes/commit')
      const { register, initialToken } = rig
      return seen(await register(app, await initialToken()))
    },
    answers: {
      'of-profile': { status: 201, body: information() },
      none: { status: 400, body: { error: 'invalid_client_metadata' } },
    },
  },
  graphqlAuthorization: {
    given: { configuration: graphql },
    ask: async (rig) => [await query(rig), await query(rig, 'orders:read'), await query(rig, adminScope)],
    answers: {
      'access-token': [unauthorized, nobody, nobody],
      'admin-scope': [
        unauthorized,
        {
          status: 403,
          'www-authenticate': 'Bearer realm="token-service", error="insufficient_scope"',
          body: { error: 'insufficient_scope' },
        },
        nobody,
      ],
      none: [nobody, nobody, nobody],
    },
  },
}
