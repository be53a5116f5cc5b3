import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { isoTime } from '../../kit/clock.ts'
import { credentialsOf } from '../admin-api/applications/credentials.ts'
import { ShownCredential } from '../admin-api/applications/schema.ts'
import { found } from '../admin-api/found.ts'
import { pageOf } from '../lists/page-schema.ts'
import type { Application } from '../model/application.ts'
import type { ApiKey } from '../model/credential.ts'
import { closed, orNull } from '../problems/common-schemas.ts'
import { newApiKey } from './api-keys.ts'
import { ApplicationId } from './application-schema.ts'
import { ownApplication } from './application-view.ts'
import type { SignedInOptions } from './visits.ts'

const DisplayName = Type.String({ maxLength: 255 })
const NewCredential = closed({ display_name: Type.Optional(DisplayName) })
const Renaming = closed({ display_name: DisplayName })
const MadeCredential = Type.Object({
  type: Type.String(),
  id: Type.String(),
  display_name: Type.String(),
  credential: Type.String(),
  status: Type.String(),
  expires_at: orNull(Type.String()),
  created_at: Type.String(),
})
const CredentialId = Type.Object({ applicationId: Type.String(), credentialId: Type.String() })

/** The credentials of an application: API keys that Konnect makes, or the one client at the identity provider (`konnect.md` 9.5). */
export const credentials: FastifyPluginAsyncTypebox<SignedInOptions> = async (app, { context, visitOf }) => {
  const { model, clock, behaviour } = context
  const path = '/applications/:applicationId/credentials'
  const keyOf = async ({ id }: Application, credentialId: string): Promise<ApiKey> => {
    const key = await model.apiKeys.find(credentialId)
    return found(key?.application_id === id ? key : undefined, 'API key of this application', credentialId)
  }

  const list = { schema: { params: ApplicationId, response: { 200: pageOf(ShownCredential) } } }
  app.get(path, list, async (request) => {
    const row = await ownApplication(context, visitOf(request), request.params.applicationId)
    return credentialsOf(model, row, { query: request.query, limits: behaviour.current, now: isoTime(clock) })
  })

  const create = { schema: { params: ApplicationId, body: NewCredential, response: { 201: MadeCredential } } }
  app.post(path, create, async (request, reply) => {
    const row = await ownApplication(context, visitOf(request), request.params.applicationId)
    const { key, secret } = await newApiKey(context, row, request.body.display_name)
    const { id, display_name, status, expires_at, created_at } = key
    const shown = { type: 'api_key', id, display_name, credential: secret, status, expires_at, created_at }
    return reply.code(201).send(shown)
  })

  app.put(`${path}/:credentialId`, { schema: { params: CredentialId, body: Renaming } }, async (request, reply) => {
    const { applicationId, credentialId } = request.params
    const key = await keyOf(await ownApplication(context, visitOf(request), applicationId), credentialId)
    await model.apiKeys.replace({ ...key, display_name: request.body.display_name, updated_at: isoTime(clock) })
    return reply.code(200).send()
  })

  app.delete(`${path}/:credentialId`, { schema: { params: CredentialId } }, async (request, reply) => {
    const { applicationId, credentialId } = request.params
    const key = await keyOf(await ownApplication(context, visitOf(request), applicationId), credentialId)
    await model.apiKeys.remove(key.id)
    return reply.code(204).send()
  })
}
