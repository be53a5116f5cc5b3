import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { Problem } from '../errors.ts'
import { found } from '../found.ts'
import type { Application } from '../model/application.ts'
import type { Registration } from '../model/registration.ts'
import { ApplicationId } from './application-schema.ts'
import { ownApplication } from './application-view.ts'
import { scopesUnavailable } from './reasons.ts'
import type { SignedInOptions } from './visits.ts'

const Scopes = { 200: Type.Object({ scopes: Type.Array(Type.String()) }) }
const RegistrationId = Type.Object({ applicationId: Type.String(), registrationId: Type.String() })
const VersionId = Type.Object({ applicationId: Type.String(), productVersionId: Type.String() })

/** Scopes that were granted one by one, which only Auth0 can; everybody else is told so (`konnect.md` 9.6). */
export const grantedScopes: FastifyPluginAsyncTypebox<SignedInOptions> = async (app, { context, version, visitOf }) => {
  const { model } = context
  const scopesOf = async (application: Application, row?: Registration) => {
    const { dcr_client } = application
    const provider = dcr_client ? await model.dcrProviders.find(dcr_client.dcr_provider_id) : undefined
    if (provider?.dcr_config.use_developer_managed_scopes !== true) throw unsupported()
    return { scopes: [...(row?.granted_scopes ?? application.scopes)] }
  }
  const registrationOf = async ({ id }: Application, matches: (row: Registration) => boolean, wanted: string) => {
    const rows = await model.registrations.listBy('application', id)
    return found(rows.find(matches), 'registration of this application', wanted)
  }

  if (version === 'v3') {
    const schema = { params: ApplicationId, response: Scopes }
    app.get('/applications/:applicationId/granted-scopes', { schema }, async (request) =>
      scopesOf(await ownApplication(context, visitOf(request), request.params.applicationId)),
    )
    return
  }

  const byRegistration = { schema: { params: RegistrationId, response: Scopes } }
  const path = '/applications/:applicationId'
  app.get(`${path}/registrations/:registrationId/granted-scopes`, byRegistration, async (request) => {
    const { applicationId, registrationId } = request.params
    const application = await ownApplication(context, visitOf(request), applicationId)
    return scopesOf(application, await registrationOf(application, ({ id }) => id === registrationId, registrationId))
  })

  const byVersion = { schema: { params: VersionId, response: Scopes } }
  app.get(`${path}/product-versions/:productVersionId/granted-scopes`, byVersion, async (request) => {
    const { applicationId, productVersionId } = request.params
    const application = await ownApplication(context, visitOf(request), applicationId)
    const isFor = ({ offer }: Registration) => offer.id === productVersionId
    return scopesOf(application, await registrationOf(application, isFor, productVersionId))
  })
}

const unsupported = () =>
  new Problem(422, 'Unsupported IDP', 'This feature is not supported by the application.', {
    type: 'https://kongapi.info/konnect/portal/granted-scopes-unavailable',
    reason: scopesUnavailable(),
  })
