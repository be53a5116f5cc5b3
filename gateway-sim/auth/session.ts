import type { Clock } from '../../kit/clock.ts'
import { epochSeconds } from '../../kit/clock.ts'
import type { Ids } from '../../kit/ids.ts'
import { BoundedMap } from '../bounded-map.ts'
import { CredentialRefused } from '../idp/refusal.ts'
import { refusedFor } from './bearer.ts'
import * as reasons from './credential-reasons.ts'
import type { Inbound } from './inbound.ts'
import { decodeJwt } from './jwt.ts'
import { type AccessToken, absent, type MaybeSoon, type Outcome } from './outcome.ts'
import { cookieLines, cookieNames, readCookies } from './session-cookies.ts'
import type { Session, SessionSeal } from './session-seal.ts'
import type { SessionSettings, StrategySettings } from './settings.ts'
import { outsideItsTime } from './token-times.ts'
import type { TokenVerifier } from './token-verifier.ts'

const capacity = 10_000
/** A use is noted in the cookie when the last note is older than this (gateway.md 4). */
const touchSeconds = 60

/** What sessions work with. */
export interface SessionsOptions {
  settings: StrategySettings
  /** What seals a session now: a switch may change it. */
  seal: () => SessionSeal
  verifier: TokenVerifier
  clock: Clock
  ids: Ids
}

interface Opened {
  session: Session
  token: AccessToken
  by: SessionSeal
}

interface Begun {
  /** Epoch seconds. */
  at: number
  by: SessionSeal
  lines: readonly string[]
}

/** Sessions of one strategy, kept by the caller in sealed cookies (gateway.md 4). */
export class Sessions {
  readonly #options: SessionsOptions
  readonly #opened = new BoundedMap<Opened>(capacity)
  readonly #begun = new WeakMap<AccessToken, Begun>()

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  /** The `session` method: a cookie that does not count is as good as none, so the search goes on. */
  readonly method = (inbound: Inbound): MaybeSoon<Outcome> => {
    const { cookie } = this.#options.settings.session
    const read = inbound.header('cookie')?.includes(cookie) ? readCookies(inbound.cookies, cookie) : 'none'
    if (read === 'none') return absent
    const opened = read === 'missing' ? undefined : this.#open(read.sealed)
    const flaw = opened ? this.#flawOf(opened) : sayWhy(read === 'missing')
    if (flaw || !opened) return { kind: 'absent', reason: reasons.sessionInvalid(flaw ?? '') }
    const found: Outcome = {
      kind: 'authenticated',
      token: opened.token,
      hide: { place: 'cookie', names: cookieNames(inbound.cookies, cookie) },
      session: this.#renewal(opened.session),
    }
    if (!this.#options.settings.session.reverify) return found
    return this.#reverified(opened.token.value, found)
  }

  /**
   * `Set-Cookie` lines of a session that begins now with `token`. Nothing when it is too long for cookies. Sessions of one token that
   * begin within one second hold the same, so they are sealed once.
   */
  begin(token: AccessToken): readonly string[] {
    const now = epochSeconds(this.#options.clock)
    const by = this.#options.seal()
    const known = this.#begun.get(token)
    if (known?.at === now && known.by === by) return known.lines
    const lines = this.#write({ token: token.value, created: now, rolled: now, touched: now })
    this.#begun.set(token, { at: now, by, lines })
    return lines
  }

  #open(sealed: string): Opened | undefined {
    const by = this.#options.seal()
    const known = this.#opened.get(sealed)
    if (known?.by === by) return known
    const session = by.open(sealed)
    if (!session) return undefined
    const jwt = decodeJwt(session.token)
    const claims = typeof jwt === 'string' ? undefined : jwt.claims
    const opened = { session, token: this.#options.verifier.tokenOf(session.token, claims), by }
    this.#opened.set(sealed, opened)
    return opened
  }

  /** Why an opened session does not count any more, in lua-resty-session's words (gateway.md 4). */
  #flawOf({ session, token }: Opened): string | undefined {
    const { settings, clock } = this.#options
    const { idling, rolling, absolute } = settings.session
    const now = epochSeconds(clock)
    if (idling > 0 && now - session.touched >= idling) return 'session idling timeout exceeded'
    if (rolling > 0 && now - session.rolled >= rolling) return 'session rolling timeout exceeded'
    if (absolute > 0 && now - session.created >= absolute) return 'session absolute timeout exceeded'
    const outside = token.claims && outsideItsTime(token.claims, clock.now(), settings.leeway)
    return outside && 'the access token in it has expired'
  }

  /** Past three quarters of the rolling period a new one begins; otherwise the use is noted at most once a minute (gateway.md 4). */
  #renewal(session: Session): readonly string[] {
    const now = epochSeconds(this.#options.clock)
    const { rolling } = this.#options.settings.session
    if (rolling > 0 && now - session.rolled > rolling * 0.75) {
      return this.#write({ ...session, rolled: now, touched: now })
    }
    return now - session.touched > touchSeconds ? this.#write({ ...session, touched: now }) : []
  }

  #write(session: Session): readonly string[] {
    const iv = Buffer.from(this.#options.ids.hex('session-iv', 12), 'hex')
    return cookieLines(this.#options.seal().seal(session, iv), this.#options.settings.session) ?? []
  }

  async #reverified(value: string, found: Outcome): Promise<Outcome> {
    try {
      if (!this.#options.verifier.recall(value)) await this.#options.verifier.verify(value, 'session')
      return found
    } catch (error) {
      if (error instanceof CredentialRefused) return { kind: 'absent', reason: error.reason }
      return refusedFor(error)
    }
  }
}

const sayWhy = (chunkMissing: boolean): string =>
  chunkMissing ? 'missing session cookie chunk' : 'invalid session message authentication code'

/** Whether a method that has authenticated a request starts a session (gateway.md 4). */
export const startsSession = (method: string, methods: readonly string[], { disabled }: SessionSettings): boolean =>
  method !== 'session' && methods.includes('session') && !disabled.includes(method)
