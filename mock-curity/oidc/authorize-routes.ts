import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { authenticateClient } from '../client-authentication/authenticate-client.ts'
import { requireCapability } from '../client-authentication/capability.ts'
import { NotServed, OAuthError } from '../errors.ts'
import { Form, takeFormsOnly } from '../forms.ts'
import { path as paths, authorize as reasons } from '../reasons.ts'
import type { EndpointOptions } from '../services.ts'
import { authorizationParameters } from './parameters.ts'

/** The authorization endpoint, its continuation after sign-in, and pushed requests (RFC 6749 §4.1, RFC 9126; `curity.md` 1.2). */
export const authorizeEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, configuration, clients, interactive } = services
  takeFormsOnly(app)

  app.get(path, (request, reply) => authorize(request, reply, request.query))
  app.post(path, { schema: { body: Form } }, (request, reply) => authorize(request, reply, request.body))

  app.get(`${path}/:uid`, { schema: { params: Type.Object({ uid: Type.String() }) } }, async (request, reply) => {
    // The path of pushed requests looks like a continuation too.
    if (request.params.uid === 'par') throw new NotServed(405, paths.method('GET', ['POST']), ['POST'])
    const engine = await interactive.engine()
    engine.serve(request, reply, { url: request.url })
  })

  app.post(`${path}/par`, { schema: { body: Form } }, async (request, reply) => {
    const { client } = await authenticateClient(request, request.body, 'par', path, services)
    requireCapability(client, 'code', 'par', configuration.service)
    const {
      client_secret: _,
      client_assertion: __,
      client_assertion_type: ___,
      ...parameters
    } = authorizationParameters(request.body, client, configuration.service)
    const engine = await interactive.engine()
    const answer = await engine.ask(request, { url: request.url, form: { ...parameters, client_id: client.id } })
    if (answer.status < 400) return reply.code(answer.status).header('cache-control', 'no-store').send(answer.body)
    const { error, error_description = '' } = answer.body as { error: string; error_description?: string } // its error answer
    throw new OAuthError(answer.status, error, error_description, reasons.refused(answer.detail ?? error_description))
  })

  /** The engine gets a GET either way; a repeated parameter is left for it to refuse. */
  async function authorize(request: FastifyRequest, reply: FastifyReply, given: unknown) {
    const engine = await interactive.engine()
    const single = onlySingle(given)
    const client = single?.client_id === undefined ? undefined : await clients.find(single.client_id)
    if (!single) return engine.serve(request, reply, { url: request.url })
    const parameters = client ? authorizationParameters(single, client, configuration.service) : single
    engine.serve(request, reply, { method: 'GET', url: `${path}?${new URLSearchParams(parameters)}` })
  }
}

function onlySingle(given: unknown): Form | undefined {
  const values = Object.entries(given ?? {})
  const single = values.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return single.length === values.length ? Object.fromEntries(single) : undefined
}
