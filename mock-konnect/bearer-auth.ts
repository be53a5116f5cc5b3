import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { warn } from '../kit/recorder.ts'
import type { AdminOptions } from './context.ts'
import { unauthorized } from './errors.ts'
import { howToBareToken, tokenMissing, tokenUnknown } from './reasons.ts'

/**
 * Lets only callers with a Konnect token into the routes of `scope` (`konnect.md` 1.2): `Authorization: Bearer <token>`.
 * A bare `kpat_…`, as a how-to prints it, is taken with compat docs only.
 */
export function bearerAuth(scope: FastifyInstance, { context, tokens }: AdminOptions): void {
  const known = tokens.map(digest)
  scope.addHook('onRequest', async (request) => {
    const { authorization } = request.headers
    if (!authorization) throw unauthorized(tokenMissing())
    const [, token] = /^bearer +(\S+)$/i.exec(authorization) ?? []
    const bare = token === undefined && authorization.startsWith('kpat_')
    if (bare && context.behaviour.current.compat === 'strict') throw unauthorized(howToBareToken())
    if (token === undefined && !bare) throw unauthorized(tokenMissing())
    if (!isKnown(token ?? authorization, known)) throw unauthorized(tokenUnknown())
    if (bare) warn(request, howToBareToken().advice)
  })
}

const digest = (token: string) => createHash('sha256').update(token).digest()

function isKnown(token: string, known: readonly Buffer[]): boolean {
  const sent = digest(token)
  return known.some((one) => timingSafeEqual(one, sent))
}
