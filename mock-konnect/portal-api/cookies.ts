import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { KonnectContext } from '../context.ts'
import type { PortalVersion } from '../model/common.ts'
import type { Portal } from '../model/portal.ts'
import type { SessionTokens } from './sessions.ts'

const accessCookie = 'portalaccesstoken'
const refreshCookie = 'portalrefreshtoken'

export const accessTokenOf = (request: FastifyRequest): string | undefined => request.cookies[accessCookie]
export const refreshTokenOf = (request: FastifyRequest): string | undefined => request.cookies[refreshCookie]

/** Whose cookies these are, and over what they travel. */
export interface CookiePlace {
  context: KonnectContext
  version: PortalVersion
  portal: Portal
  request: FastifyRequest
}

/**
 * Two cookies (`konnect.md` 1.2). The refresh cookie's path is the one of the endpoint, not the one the description prints,
 * which no browser would ever send to it.
 */
export function setSessionCookies(reply: FastifyReply, place: CookiePlace, { access, refresh }: SessionTokens): void {
  const common = attributes(place)
  reply.setCookie(accessCookie, access.token, { ...common, path: '/', expires: access.expires })
  reply.setCookie(refreshCookie, refresh.token, { ...common, path: refreshPath(place), expires: refresh.expires })
}

export function clearSessionCookies(reply: FastifyReply, place: CookiePlace): void {
  const common = { ...attributes(place), expires: new Date(0) }
  reply.setCookie(accessCookie, '', { ...common, path: '/' })
  reply.setCookie(refreshCookie, '', { ...common, path: refreshPath(place) })
}

const refreshPath = ({ version }: CookiePlace): string => `/api/${version}/developer/refresh`

/**
 * `Secure` and `SameSite=None` only over https: browsers drop the first over http, and the second without the first. `Domain` only
 * where the portal has the host for itself.
 */
function attributes({ context, portal, request }: CookiePlace): CookieSerializeOptions {
  const secure = context.baseUrl().startsWith('https:')
  const own = [portal.default_domain, portal.custom_domain].includes(request.hostname.toLowerCase())
  return {
    httpOnly: true,
    secure,
    sameSite: secure ? 'none' : 'lax',
    ...(own && { domain: request.hostname.toLowerCase() }),
  }
}
