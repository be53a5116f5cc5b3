import type { FastifyReply, FastifyRequest } from 'fastify'
import type { KonnectContext } from '../context.ts'
import { at } from './places.ts'

const cookie = 'konnectsession'
const purpose = 'konnect pages: '

/** The token that an operator signed in with: in a cookie that nobody but this server can read or make. */
export interface Sessions {
  tokenOf(request: FastifyRequest): string | undefined
  begin(reply: FastifyReply, token: string): void
  end(reply: FastifyReply): void
}

/** Sessions last as long as the browser runs and the sealing key is the same. */
export function sessions({ seal, baseUrl }: KonnectContext): Sessions {
  const attributes = () => ({
    httpOnly: true,
    sameSite: 'strict' as const,
    secure: baseUrl().startsWith('https:'),
    path: at.overview,
  })
  return {
    tokenOf(request) {
      const opened = open(request.cookies[cookie])
      return opened?.startsWith(purpose) ? opened.slice(purpose.length) : undefined
    },
    begin: (reply, token) => reply.setCookie(cookie, seal.seal(purpose + token), attributes()),
    end: (reply) => reply.clearCookie(cookie, attributes()),
  }

  function open(sealed: string | undefined): string | undefined {
    try {
      return sealed && seal.open(sealed)
    } catch {
      return undefined // sealed by a server that was started anew, or by nobody
    }
  }
}
