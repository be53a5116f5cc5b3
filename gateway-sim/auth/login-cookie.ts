import { epochSeconds } from '../../kit/clock.ts'
import { parseObject } from '../idp/http.ts'
import type { Inbound } from './inbound.ts'
import type { MethodContext } from './method-context.ts'
import { pack } from './session-content.ts'
import { deletionLine } from './session-cookies.ts'

/** A login under way. */
export interface Login {
  state: string
  nonce: string
  verifier: string
  redirectUri: string
  /** What the caller asked for first. */
  from: string
}

/** The authorization cookie: what a login needs when the browser comes back (gateway.md 7, `authorization_cookie_*`). */
export function loginCookies({ settings, seal, clock, ids }: MethodContext) {
  const { cookie, attributes, seconds } = settings.login.cookie
  return {
    read(inbound: Inbound): Login | undefined {
      const sealed = inbound.cookies[cookie]
      const opened = sealed === undefined ? 'none' : seal('authorization').open(sealed)
      if (typeof opened === 'string' || epochSeconds(clock) - opened.created >= seconds) return undefined
      return loginOf(opened.text)
    },
    write(login: Login): readonly string[] {
      const now = epochSeconds(clock)
      const times = { created: now, rolled: now, touched: now }
      const id = Buffer.from(ids.hex('login-id', 32), 'hex')
      return [`${cookie}=${seal('authorization').seal(pack(JSON.stringify(login)), times, id)}; ${attributes}`]
    },
    clear: (): readonly string[] => [deletionLine(cookie, attributes)],
  }
}

/** Nobody but this node, or one with its secret, sealed it: it is what was written. */
const loginOf = (text: string): Login | undefined => parseObject(text) as Login | undefined
