import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type, { type Static } from 'typebox'
import { isoTime } from '../../kit/clock.ts'
import { addedSecret, removeSecret } from '../applications/client-secrets.ts'
import { credentialsOf, ShownCredential } from '../applications/credentials.ts'
import { type DcrApplication, isDcr } from '../applications/dcr-application.ts'
import { lastSecret } from '../applications/reasons.ts'
import { conflict } from '../errors.ts'
import { found } from '../found.ts'
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
  display_name: orNull(Type.String()),
  credential: Type.Optional(Type.String()),
  client_id: Type.Optional(Type.String()),
  client_secret: Type.Optional(Type.String()),
  status: Type.Optional(Type.String()),
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
    const { display_name } = request.body
    return reply.code(201).send(await (isDcr(row) ? newSecret(row, display_name) : newKey(row, display_name)))
  })

  app.put(`${path}/:credentialId`, { schema: { params: CredentialId, body: Renaming } }, async (request, reply) => {
    const { applicationId, credentialId } = request.params
    const key = await keyOf(await ownApplication(context, visitOf(request), applicationId), credentialId)
    await model.apiKeys.replace({ ...key, display_name: request.body.display_name, updated_at: isoTime(clock) })
    return reply.code(200).send()
  })

  app.delete(`${path}/:credentialId`, { schema: { params: CredentialId } }, async (request, reply) => {
    const { applicationId, credentialId } = request.params
    const application = await ownApplication(context, visitOf(request), applicationId)
    if (isDcr(application)) await removeSecretOf(application, credentialId)
    else await model.apiKeys.remove((await keyOf(application, credentialId)).id)
    return reply.code(204).send()
  })

  async function newKey(application: Application, displayName: string | undefined): Promise<MadeCredential> {
    const { key, secret } = await newApiKey(context, application, displayName)
    const { id, display_name, status, expires_at, created_at } = key
    return { type: 'api_key', id, display_name, credential: secret, status, expires_at, created_at }
  }

  async function newSecret(application: DcrApplication, displayName: string | undefined): Promise<MadeCredential> {
    const { id: applicationId, client_id } = application
    const { row, clientSecret } = await context.oneAtATime(applicationId, () =>
      addedSecret(context, application, displayName),
    )
    const { id, display_name, expires_at, created_at } = row
    return { type: 'client_secret', id, display_name, client_id, client_secret: clientSecret, expires_at, created_at }
  }

  /** Where a client has one secret, its credential is shown under the client's id, and cannot be deleted. */
  async function removeSecretOf(application: DcrApplication, credentialId: string): Promise<void> {
    await context.oneAtATime(application.id, async () => {
      const row = await model.clientSecrets.find(credentialId)
      if (!row && credentialId === application.client_id) {
        throw conflict('The application needs one credential', lastSecret())
      }
      const own = row?.application_id === application.id ? row : undefined
      await removeSecret(context, application, found(own, 'credential of this application', credentialId))
    })
  }
}

type MadeCredential = Static<typeof MadeCredential>
