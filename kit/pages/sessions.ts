import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../clock.ts'
import { cookieOf } from './cookie.ts'
import { sealing } from './sealing.ts'

/** Who is signed in at the pages of a server. */
export interface Sessions<S> {
  /** Undefined: nobody, or no longer. */
  of(request: FastifyRequest): S | undefined
  begin(request: FastifyRequest, reply: FastifyReply, session: S): void
  end(reply: FastifyReply): void
}

export interface SessionOptions {
  /** Name of the cookie; different at each server, since browsers do not tell ports apart. */
  cookie: string
  /** Below which path the pages are. */
  path: string
  clock: Clock
  hours?: number
}

/**
 * Sessions that stand in their cookie: sealed, out of reach of scripts, not sent when another site leads here. They end with the
 * process, after `hours`, and when somebody signs out.
 */
export function sessions<S>({ cookie, path, clock, hours = 8 }: SessionOptions): Sessions<S> {
  const { seal, open } = sealing()
  const attributes = `Path=${path}; HttpOnly; SameSite=Strict`
  return {
    of(request) {
      // Nobody else can have sealed it.
      const kept = open(cookieOf(request, cookie) ?? '') as { session: S; until: number } | undefined
      return kept && kept.until > clock.now() ? kept.session : undefined
    },
    begin(request, reply, session) {
      const sealed = seal({ session, until: clock.now() + hours * 3_600_000 })
      const secure = request.protocol === 'https' ? '; Secure' : ''
      reply.header('set-cookie', `${cookie}=${sealed}; ${attributes}${secure}`)
    },
    end(reply) {
      reply.header('set-cookie', `${cookie}=; ${attributes}; Max-Age=0`)
    },
  }
}

/**
 * Where to go back to after signing in: an address of these pages, or their start. Never another site.
 * @param within below which paths they are, when not below their start alone
 */
export function returnPath(asked: unknown, start: string, within: readonly string[] = [start]): string {
  const here = 'http://here.invalid'
  if (typeof asked !== 'string' || !URL.canParse(asked, here)) return start
  const { origin, pathname, search } = new URL(asked, here)
  const ours = within.some((path) => pathname === path || pathname.startsWith(`${path}/`))
  return origin === here && ours ? `${pathname}${search}` : start
}
