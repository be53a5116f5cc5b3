import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import type { App } from '../../kit/mock-server.ts'
import type { KonnectContext } from '../context.ts'
import { type AuthServer, type AuthServerClient, authServerClientKey } from '../model/auth-server.ts'
import { newEntity } from '../model/new-entity.ts'
import { tokenHash } from '../secrets/token-hash.ts'
import { identityPath } from './addresses.ts'
import { internalTrust } from './internal-trust.ts'
import { OAuthError } from './oauth-errors.ts'

export interface DynamicClientsOptions {
  context: KonnectContext
  server(params: { authServerId: string }): Promise<AuthServer>
}

const Metadata = Type.Object({
  client_name: Type.String({ minLength: 1 }),
  redirect_uris: Type.Optional(Type.Array(Type.String())),
  grant_types: Type.Optional(Type.Array(Type.String())),
  response_types: Type.Optional(Type.Array(Type.String())),
})
const ServerParams = Type.Object({ authServerId: Type.String() })
const ClientParams = Type.Object({ authServerId: Type.String(), clientId: Type.String() })

/** Registration at an authorization server, for Konnect alone (`konnect.md` 11.2): create, change, new secret, delete. */
export function dynamicClients(app: App, { context, server }: DynamicClientsOptions): void {
  const { model, ids, seal } = context
  const path = `${identityPath}/:authServerId/oauth2/v1/clients`
  const onRequest = trustedOnly(() => internalTrust(seal))
  const find = async (params: Static<typeof ClientParams>): Promise<AuthServerClient> => {
    const { id } = await server(params)
    const row = await model.authServerClients.find(authServerClientKey(id, params.clientId))
    if (!row) throw new OAuthError(404, 'not_found', 'there is no such client')
    return row
  }

  const create = { schema: { params: ServerParams, body: Metadata }, onRequest }
  app.post(path, create, async ({ params, body }, reply) => {
    const { id: auth_server_id } = await server(params)
    const client = clientOf(body, { auth_server_id, client_id: ids.uuid('auth-server-client') })
    await model.authServerClients.insert(client)
    const client_secret = await newSecret(client)
    return reply.code(201).send({ client_id: client.client_id, client_secret, ...body })
  })

  const one = { schema: { params: ClientParams }, onRequest }
  app.put(`${path}/:clientId`, { schema: { ...one.schema, body: Metadata }, onRequest }, async ({ params, body }) => {
    const row = await find(params)
    const { name, redirect_uris } = clientOf(body, row)
    await model.authServerClients.replace({ ...row, name, redirect_uris })
    return { client_id: row.client_id, ...body }
  })

  app.post(`${path}/:clientId/lifecycle/newSecret`, one, async ({ params }) => {
    const row = await find(params)
    await removeSecrets(row)
    return { client_id: row.client_id, client_secret: await newSecret(row) }
  })

  app.delete(`${path}/:clientId`, one, async ({ params }, reply) => {
    const row = await find(params)
    await removeSecrets(row)
    await model.authServerClients.remove(row.id)
    return reply.code(204).send()
  })

  async function newSecret({ id: client }: AuthServerClient): Promise<string> {
    const secret = ids.secret('auth-server-secret')
    const made = newEntity(context, 'auth-server-secret')
    await model.authServerSecrets.insert({ ...made, client, secret_hash: tokenHash(secret), enabled: true })
    return secret
  }

  async function removeSecrets({ id }: AuthServerClient): Promise<void> {
    for (const secret of await model.authServerSecrets.listBy('client', id)) {
      await model.authServerSecrets.remove(secret.id)
    }
  }

  /** A registered client may ask for every scope of its server; its tokens live as long as the description's default. */
  function clientOf(
    {
      client_name,
      redirect_uris = [],
      grant_types = ['client_credentials'],
      response_types = [],
    }: Static<typeof Metadata>,
    { auth_server_id, client_id }: { auth_server_id: string; client_id: string },
  ): AuthServerClient {
    return {
      ...newEntity(context, 'auth-server-client'),
      id: authServerClientKey(auth_server_id, client_id),
      ...{ auth_server_id, client_id, name: client_name, redirect_uris, grant_types, response_types },
      ...{ login_uri: null, access_token_duration: 300, id_token_duration: 300 },
      ...{ allow_all_scopes: true, allow_scopes: [], token_endpoint_auth_method: 'client_secret_post', labels: {} },
    }
  }
}

/** Lets only Konnect itself in. */
const trustedOnly = (trust: () => string) =>
  async function (this: FastifyInstance, { headers }: FastifyRequest): Promise<void> {
    if (headers.authorization !== `Bearer ${trust()}`) {
      throw new OAuthError(
        401,
        'invalid_token',
        'registration is for Konnect alone: clients are made by /v1/auth-servers',
      )
    }
  }
