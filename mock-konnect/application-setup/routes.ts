import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { warn } from '../../kit/recorder.ts'
import { bearerAuth } from '../bearer-auth.ts'
import type { AdminOptions, KonnectContext } from '../context.ts'
import { invalidParameters, notFound } from '../errors.ts'
import { classicPortalOf } from '../found.ts'
import type { ProviderType } from '../model/dcr-provider.ts'
import { providerTypeOf } from '../problems/how-to-forms.ts'
import { howToProviderType } from '../reasons.ts'
import { notSetUp } from './reasons.ts'
import { NewApplicationSetup, PortalId, ShownApplicationSetup } from './schema.ts'
import { saveSetup, setupOf, shownSetup } from './setup.ts'

/** What could be chosen on the tab before auth strategies came (`konnect.md` 14). */
const choices = ['okta', 'curity', 'auth0', 'azureAd'] as const

/**
 * The Application Setup tab of classic portals, as the older how-to uses it (`konnect.md` 14). Its real API is not published;
 * this one has the tab's fields. Saving replaces whatever was saved before.
 */
export const applicationSetup: FastifyPluginAsyncTypebox<AdminOptions> = async (app, { context, tokens }) => {
  bearerAuth(app, { context, tokens })
  const path = '/konnect-api/api/portals/:portalId/application-setup'
  const schema = { params: PortalId, response: { 200: ShownApplicationSetup } }

  app.get(path, { schema }, async ({ params }) => {
    const setup = await setupOf(context.model, await classicPortalOf(context.model, params.portalId))
    if (!setup) throw notFound(notSetUp())
    return shownSetup(setup)
  })

  app.put(path, { schema: { ...schema, body: NewApplicationSetup } }, async (request) => {
    const portal = await classicPortalOf(context.model, request.params.portalId)
    const type = chosenType(context, request, request.body.idp_type)
    return shownSetup(await saveSetup(context, portal, type, request.body))
  })
}

/** The how-to's `Curity` is taken with compat docs only. @throws Problem 400 */
function chosenType({ behaviour }: KonnectContext, request: FastifyRequest, sent: string): ProviderType {
  const published = choices.find((choice) => choice === providerTypeOf(sent))
  if (published === sent) return published
  const reason = published && howToProviderType(sent, published)
  if (published && behaviour.current.compat === 'docs') {
    warn(request, howToProviderType(sent, published).advice)
    return published
  }
  const list = choices.join(', ')
  const wrong = {
    field: 'idp_type',
    reason: `must be one of [${list}]`,
    rule: 'enum',
    choices,
    source: 'body',
  } as const
  throw invalidParameters([wrong], reason)
}
