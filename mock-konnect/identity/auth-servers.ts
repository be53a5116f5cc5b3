import formBody from '@fastify/formbody'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { KonnectContext } from '../context.ts'
import type { AuthServer } from '../model/auth-server.ts'
import { authServerAddresses, identityPath } from './addresses.ts'
import { dynamicClients } from './dynamic-clients.ts'
import { OAuthError, speakOAuthErrors, unknownAuthServer } from './oauth-errors.ts'
import { publicKeyOf } from './signing-key.ts'
import { tokenAnswer } from './token.ts'

export interface AuthServersOptions {
  context: KonnectContext
}

export const AuthServerParams = Type.Object({ authServerId: Type.String() })
const Form = Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]))

/**
 * What the authorization servers of Kong Identity answer to data planes and clients: metadata, keys and tokens, and the
 * registration that Konnect itself uses (`konnect.md` 8, 11.2). How the product words its errors is not known; ours are RFC 6749's.
 */
export const authServers: FastifyPluginAsyncTypebox<AuthServersOptions> = async (app, { context }) => {
  speakOAuthErrors(app)
  const { model, baseUrl } = context
  const server = async ({ authServerId }: { authServerId: string }): Promise<AuthServer> => {
    const row = await model.authServers.find(authServerId)
    if (!row) throw unknownAuthServer(authServerId)
    return row
  }
  const path = `${identityPath}/:authServerId/auth`
  const schema = { params: AuthServerParams }

  app.get(`${path}/.well-known/openid-configuration`, { schema }, async ({ params }) => {
    const { id, signing_algorithm } = await server(params)
    const { issuer, jwks, token } = authServerAddresses(baseUrl(), id)
    const scopes = await model.authServerScopes.listBy('auth_server', id)
    return {
      issuer,
      token_endpoint: token,
      jwks_uri: jwks,
      grant_types_supported: ['client_credentials'],
      response_types_supported: ['token'],
      subject_types_supported: ['public'],
      scopes_supported: scopes.filter((scope) => scope.enabled && scope.include_in_metadata).map(({ name }) => name),
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      id_token_signing_alg_values_supported: [signing_algorithm],
    }
  })

  app.get(`${path}/.well-known/jwks`, { schema }, async ({ params }) => ({
    keys: [await publicKeyOf(context, await server(params))],
  }))

  const tokens: FastifyPluginAsyncTypebox = async (forms) => {
    forms.removeContentTypeParser('application/json')
    await forms.register(formBody)
    forms.post(
      `${path}/oauth/token`,
      { schema: { ...schema, body: Form } },
      async ({ params, body, headers }, reply) => {
        const answer = await tokenAnswer(context, await server(params), { form: single(body), headers })
        return reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' }).send(answer)
      },
    )
  }
  await app.register(tokens)

  dynamicClients(app, { context, server })
}

/** @throws OAuthError for a parameter that came twice (RFC 6749 §3.2) */
function single(form: Readonly<Record<string, string | string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => {
      if (typeof value === 'string') return [name, value]
      throw new OAuthError(400, 'invalid_request', `${name} came more than once`)
    }),
  )
}
