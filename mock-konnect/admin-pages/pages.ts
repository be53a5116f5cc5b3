import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyPluginAsync } from 'fastify'
import type { App } from '../../kit/mock-server.ts'
import { guardPages } from '../../kit/pages/guard.ts'
import { ownApi } from '../../kit/pages/own-api.ts'
import type { KonnectContext } from '../context.ts'
import { dcrProviderForms } from './application-auth/dcr-provider-form.ts'
import { dcrProviderList } from './application-auth/dcr-provider-list.ts'
import { konnectApi } from './konnect-api.ts'
import { overview } from './overview.ts'
import { at } from './places.ts'
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
  signInPage(app, { sessions, konnectFor })

  const site = siteOn(app, { sessions, konnectFor })
  overview(site)
  dcrProviderList(site)
  dcrProviderForms(site)
  site.page(`${at.overview}/*`, async () => {
    throw new Refused(404, { '': 'There is no such page.' })
  })
}
