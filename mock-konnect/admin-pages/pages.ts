import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import type { App } from '../../kit/mock-server.ts'
import { guardPages } from '../../kit/pages/guard.ts'
import { keptForms } from '../../kit/pages/kept-forms.ts'
import { ownApi } from '../../kit/pages/own-api.ts'
import type { KonnectContext } from '../context.ts'
import { apiList } from './apis/api-list.ts'
import { apiPage } from './apis/api-page.ts'
import { apiPublishing } from './apis/publish-api.ts'
import { dcrProviderForms } from './application-auth/dcr-provider-form.ts'
import { dcrProviderList } from './application-auth/dcr-provider-list.ts'
import { strategyCreation } from './application-auth/strategy-create.ts'
import { strategyList } from './application-auth/strategy-list.ts'
import { strategyPage } from './application-auth/strategy-page.ts'
import { controlPlane } from './gateway/control-plane.ts'
import { controlPlanes } from './gateway/control-planes.ts'
import { entityForms } from './gateway/entity-forms.ts'
import { konnectApi } from './konnect-api.ts'
import { overview } from './overview.ts'
import { at } from './places.ts'
import { applicationSetupTab } from './portals/application-setup.ts'
import { portalDevelopers } from './portals/developers.ts'
import { portalList } from './portals/portal-list.ts'
import { portalPublished } from './portals/published.ts'
import { portalRegistrations } from './portals/registrations.ts'
import { portalSettings } from './portals/settings.ts'
import { productList } from './products/product-list.ts'
import { productPage } from './products/product-page.ts'
import { versionPublishing } from './products/publish-version.ts'
import { versionPage } from './products/version-page.ts'
import { Refused } from './refused.ts'
import { sessions as sealedSessions } from './session.ts'
import { signInPage } from './sign-in.ts'
import { showErrors, siteOn } from './site.ts'

export interface AdminPagesOptions {
  context: KonnectContext
  /** The whole server, whose API the pages call. */
  server: App
}

/** What an operator clicks in Konnect (`konnect.md` 13.1), over the API that scripts call. */
export const adminPages: FastifyPluginAsync<AdminPagesOptions> = async (app, { context, server }) => {
  const call = ownApi(server)
  const sessions = sealedSessions(context)
  const pageSize = () => context.behaviour.current.maximumPageSize
  const konnectFor = (token: string) => konnectApi({ call, token, baseUrl: context.baseUrl, pageSize })
  guardPages(app)
  showErrors(app, sessions)
  app.removeContentTypeParser('application/json')
  await app.register(cookie)
  await app.register(formbody)
  const { clock, ids } = context
  const kept = keptForms({ cookie: 'kept-konnect-form', path: at.overview, clock, ids })
  signInPage(app, { sessions, konnectFor })

  const site = siteOn(app, { sessions, konnectFor, kept })
  overview(site)
  const pages = [
    ...[strategyList, strategyCreation, strategyPage, dcrProviderList, dcrProviderForms],
    ...[controlPlanes, controlPlane, entityForms],
    ...[portalList, portalSettings, portalPublished, portalDevelopers, portalRegistrations, applicationSetupTab],
    ...[productList, productPage, versionPage, versionPublishing],
    ...[apiList, apiPage, apiPublishing],
  ]
  for (const page of pages) page(site)
  site.page(`${at.overview}/*`, async () => {
    throw new Refused(404, { '': 'There is no such page.' })
  })
}
