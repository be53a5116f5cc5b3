import type { FastifyInstance } from 'fastify'
import type { Reason } from '../reason.ts'
import { explain, noteSent } from '../recorder.ts'

/**
 * The Content-Security-Policy of a page: nothing but our own style and scripts, no inline code, no frames. Forms are sent to this
 * origin.
 * @param targets origins and schemes to which the answer to a form may redirect, beside it: Chromium holds redirects to `form-action`
 */
export const pagePolicy = (...targets: readonly string[]): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `form-action ${["'self'", ...targets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

const foreignForm: Reason = {
  code: 'pages.foreign-form',
  advice:
    'send the form from the page itself: browsers say where a form comes from, and this one comes from another site',
}

/**
 * For the pages of `scope`: a strict Content-Security-Policy on every answer, and no form from elsewhere. Browsers name the
 * origin of every POST; a request without one comes from no browser, and carries no cookie that it does not know.
 * Exchanges are kept without the pages themselves: those show secrets, and what they show is in the exchanges of the API, masked.
 */
export function guardPages(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': pagePolicy(),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    if (request.method === 'GET' || request.method === 'HEAD') return
    const { origin, host } = request.headers
    const site = request.headers['sec-fetch-site']
    const elsewhere = origin !== undefined && origin !== `${request.protocol}://${host}`
    if (elsewhere || site === 'cross-site' || site === 'same-site') {
      explain(request, foreignForm)
      return reply.code(403).type('text/plain').send('This form was sent from another site.')
    }
  })
  scope.addHook('onSend', async (request, reply) => {
    if (String(reply.getHeader('content-type')).startsWith('text/html')) noteSent(request, '')
  })
}
