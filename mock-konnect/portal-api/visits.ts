import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { KonnectContext } from '../context.ts'
import type { PortalVersion } from '../model/common.ts'
import type { Developer } from '../model/developer.ts'
import type { Portal } from '../model/portal.ts'
import { accessTokenOf } from './cookies.ts'
import { signedInBy } from './sessions.ts'
import { portalAt } from './which-portal.ts'

/** What plugins of the portal side are registered with. */
export interface PortalOptions {
  context: KonnectContext
  version: PortalVersion
}

/** A request of a developer who is signed in. */
export interface Visit {
  portal: Portal
  developer: Developer
}

/** Gives the visit that a request is. */
export type VisitOf = (request: FastifyRequest) => Visit

/** What plugins are registered with whose routes are for developers who are signed in. */
export interface SignedInOptions extends PortalOptions {
  visitOf: VisitOf
}

/** Lets only developers who are signed in at the request's portal into the routes of `scope`: others get 401 before anything else. */
export function developersOnly(scope: FastifyInstance, { context, version }: PortalOptions): VisitOf {
  const visits = new WeakMap<FastifyRequest, Visit>()
  scope.addHook('onRequest', async (request) => {
    const portal = await portalAt(context, version, request.hostname)
    visits.set(request, { portal, developer: await signedInBy(context, portal, accessTokenOf(request)) })
  })
  return (request) => {
    const visit = visits.get(request)
    if (!visit) throw new Error('the request came by another scope')
    return visit
  }
}

/** A request of somebody who may be signed in, where the portal shows something to everybody. */
export interface OpenVisit {
  portal: Portal
  developer: Developer | undefined
}

/** The visit of a request to a catalogue: a public portal asks nobody to sign in. @throws Problem 401 or 404 */
export async function openVisit({ context, version }: PortalOptions, request: FastifyRequest): Promise<OpenVisit> {
  const portal = await portalAt(context, version, request.hostname)
  const token = accessTokenOf(request)
  // A current portal decides by API who sees it, a classic one by portal (konnect.md 4.1, 7).
  const open = portal.version === 'v3' || portal.is_public
  if (open && token === undefined) return { portal, developer: undefined }
  return { portal, developer: await signedInBy(context, portal, token) }
}
