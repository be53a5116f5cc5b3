import formBody from '@fastify/formbody'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { Clock } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import type { App } from '../../kit/mock-server.ts'
import { guardPages } from '../../kit/pages/guard.ts'
import { keptForms } from '../../kit/pages/kept-forms.ts'
import { ownApi } from '../../kit/pages/own-api.ts'
import { forgotPassword } from './account/forgot-password.ts'
import { mailbox } from './account/mailbox.ts'
import { setPassword } from './account/set-password.ts'
import { signIn } from './account/sign-in.ts'
import { signUp } from './account/sign-up.ts'
import { verifyEmail } from './account/verify-email.ts'
import { applicationPage } from './apps/application-page.ts'
import { credentials } from './apps/credentials.ts'
import { deleteApplication } from './apps/delete-application.ts'
import { deleteCredential } from './apps/delete-credential.ts'
import { editApplication } from './apps/edit-application.ts'
import { myApps } from './apps/my-apps.ts'
import { newApplication } from './apps/new-application.ts'
import { newCredential } from './apps/new-credential.ts'
import { refreshSecret } from './apps/refresh-secret.ts'
import { catalog } from './catalog/catalog.ts'
import { offerPage } from './catalog/offer-page.ts'
import { productPage } from './catalog/product-page.ts'
import { unregister } from './catalog/unregister.ts'
import { useOffer } from './catalog/use-offer.ts'
import { answerFailures } from './failures.ts'
import { classic, current, type Generation } from './generation.ts'
import { type Site, siteIn } from './site.ts'

export interface PortalPagesOptions {
  /** Whose APIs the pages call. */
  server: App
  clock: Clock
  ids: Ids
  /** Where APIs are called whose specification does not say it. */
  gatewayUrl: () => string | undefined
}

/** The pages of Dev Portals, over their public API: of current ones under `/portal`, of classic ones under `/portal/classic`. */
export const portalPages: FastifyPluginAsync<PortalPagesOptions> = async (app, options) => {
  // Pages take what browsers send: forms.
  app.removeContentTypeParser('application/json')
  app.register(formBody)
  for (const generation of [classic, current]) {
    app.register(async (scope) => pagesOf(scope, generation, options), { prefix: generation.base })
  }
}

/** Every page of one portal, in the order in which a developer meets them. */
function pagesOf(
  scope: FastifyInstance,
  generation: Generation,
  { server, clock, ids, gatewayUrl }: PortalPagesOptions,
): void {
  guardPages(scope)
  const kept = keptForms({ cookie: `kept-${generation.version}-form`, path: generation.base, clock, ids })
  const site: Site = siteIn(scope, { api: ownApi(server), generation, ids, gatewayUrl, kept })
  answerFailures(scope, site)
  const account = [signUp, mailbox, verifyEmail, setPassword, signIn, forgotPassword]
  const offers = [catalog, productPage, offerPage, useOffer]
  const apps = [myApps, newApplication, applicationPage, editApplication, deleteApplication]
  const secrets = [refreshSecret, credentials, newCredential, deleteCredential, unregister]
  for (const page of [...account, ...offers, ...apps, ...secrets]) page(scope, site)
}
