import { epochSeconds } from '../../kit/clock.ts'
import { BoundedMap } from '../bounded-map.ts'
import { CredentialRefused } from '../idp/refusal.ts'
import type { Trail } from '../trail.ts'
import * as reasons from './credential-reasons.ts'
import type { Inbound } from './inbound.ts'
import { decodeJwt } from './jwt.ts'
import { logoutOf } from './logout.ts'
import type { MethodContext } from './method-context.ts'
import {
  type AccessToken,
  type Authenticated,
  absent,
  andThen,
  foundIn,
  type MaybeSoon,
  type Outcome,
} from './outcome.ts'
import { authenticatingClient, clientOf } from './plugin-client.ts'
import { contentOf, type Packed, type SessionTokens, tokensIn } from './session-content.ts'
import { cookieLines, cookieNames, readCookies } from './session-cookies.ts'
import type { SessionTimes } from './session-header.ts'
import type { SessionSeal } from './session-seal.ts'
import type { SessionSettings } from './session-settings.ts'
import { outsideItsTime } from './token-times.ts'

const capacity = 10_000
/** A use is noted in the cookie when the last note is older than this (gateway.md 4). */
const touchSeconds = 60

interface Opened extends SessionTimes {
  token: AccessToken
  /** As the caller brought it. */
  sealed: string
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
  readonly #context: MethodContext
  readonly #settings: SessionSettings
  readonly #opened = new BoundedMap<Opened>(capacity)
  readonly #begun = new WeakMap<AccessToken, Begun>()
  /** Deflating costs more than sealing: a token is packed once, however many sessions begin with it. */
  readonly #packed = new WeakMap<AccessToken, Packed>()

  constructor(context: MethodContext) {
    this.#context = context
    this.#settings = context.settings.session
  }

  /** The `session` method: a cookie that does not count is as good as none, so the search goes on. */
  readonly method = (inbound: Inbound): MaybeSoon<Outcome> => {
    const { cookie } = this.#settings
    const sealed = inbound.header('cookie')?.includes(cookie) ? readCookies(inbound.cookies, cookie) : undefined
    if (sealed === undefined) return absent
    const opened = this.#open(sealed)
    if (typeof opened === 'string') return invalid(opened, inbound)
    const flaw = this.#flawOf(opened)
    if (flaw !== undefined) return invalid(flaw, inbound)
    const hide = { place: 'cookie' as const, names: cookieNames(inbound.cookies, cookie) }
    inbound.trail.note(foundIn('session', hide))
    if (this.#isOver(opened.token)) return this.#refreshed(opened, hide, inbound)
    const found: Authenticated = {
      kind: 'authenticated',
      token: opened.token,
      hide,
      session: this.#renewal(opened),
    }
    return andThen(logoutOf(inbound, opened.token, this.#context), (loggedOut) => {
      if (loggedOut) return loggedOut
      return this.#settings.reverify ? this.#reverified(opened.token.value, found, inbound.trail) : found
    })
  }

  /**
   * `Set-Cookie` lines of a session that begins now with `token`. Nothing when it is too long for cookies. Sessions of one token that
   * begin within one second hold the same, so they are sealed once.
   */
  begin(token: AccessToken): readonly string[] {
    const now = epochSeconds(this.#context.clock)
    const by = this.#seal()
    const known = this.#begun.get(token)
    if (known?.at === now && known.by === by) return known.lines
    const lines = this.#write(token, { created: now, rolled: now, touched: now })
    this.#begun.set(token, { at: now, by, lines })
    return lines
  }

  #seal(): SessionSeal {
    return this.#context.seal(this.#settings.audience)
  }

  /** The session, or in lua-resty-session's words why it is none. */
  #open(sealed: string): Opened | string {
    const by = this.#seal()
    const known = this.#opened.get(sealed)
    if (known?.by === by) return known
    const session = by.open(sealed)
    if (typeof session === 'string') return session
    const { text, ...times } = session
    const { token: value, ...others } = tokensIn(text)
    const claims = claimsOf({ token: value, ...others })
    const token = this.#identified({ ...this.#context.verifier.tokenOf(value, claims), ...others })
    const opened = { ...times, token, sealed, by }
    this.#opened.set(sealed, opened)
    return opened
  }

  /** Why an opened session does not count any more, in lua-resty-session's words (gateway.md 4). */
  #flawOf({ created, rolled, touched }: Opened): string | undefined {
    const { idling, rolling, absolute } = this.#settings
    const now = epochSeconds(this.#context.clock)
    if (idling > 0 && now - touched >= idling) return 'session idling timeout exceeded'
    if (rolling > 0 && now - rolled >= rolling) return 'session rolling timeout exceeded'
    if (absolute > 0 && now - created >= absolute) return 'session absolute timeout exceeded'
    return undefined
  }

  /** A client id that the access token does not tell is the id token's (gateway.md 5.2). */
  #identified(token: AccessToken): AccessToken {
    const jwt = token.clientId === undefined && token.idToken !== undefined ? decodeJwt(token.idToken) : 'none'
    if (typeof jwt === 'string') return token
    return { ...token, clientId: this.#context.verifier.tokenOf(token.value, jwt.claims).clientId }
  }

  #isOver({ claims }: AccessToken): boolean {
    const { clock, settings } = this.#context
    return claims !== undefined && outsideItsTime(claims, clock.now(), settings.leeway) !== undefined
  }

  /** A token that is over is renewed with the session's refresh token (`refresh_tokens`); without one the session does not count. */
  #refreshed({ token, created, rolled }: Opened, hide: Authenticated['hide'], inbound: Inbound): MaybeSoon<Outcome> {
    const { settings, source } = this.#context
    const own = clientOf(token, settings)
    const { refreshToken, idToken } = token
    if (!this.#settings.refreshes || !own || !refreshToken)
      return invalid('the access token in it has expired', inbound)
    const grant = {
      method: 'refresh_token' as const,
      client: authenticatingClient(own),
      own: own.id,
      clientAuth: own.auth,
      parameters: [
        ['grant_type', 'refresh_token'],
        ['refresh_token', refreshToken],
      ] as const,
    }
    inbound.trail.note('session: its access token is over; refreshing it')
    return source.fetch(grant, inbound.trail).then(
      ({ token: fresh }) => {
        const kept = { refreshToken: fresh.refreshToken ?? refreshToken, idToken: fresh.idToken ?? idToken }
        const renewed = this.#identified({ ...fresh, ...kept })
        const lines = this.#write(renewed, { created, rolled, touched: epochSeconds(this.#context.clock) })
        return { kind: 'authenticated', token: renewed, hide, session: lines }
      },
      (error) => asAbsent(error),
    )
  }

  /** Past three quarters of the rolling period a new one begins; otherwise the use is noted at most once a minute (gateway.md 4). */
  #renewal({ token, created, rolled, touched, sealed }: Opened): readonly string[] {
    const now = epochSeconds(this.#context.clock)
    const { rolling } = this.#settings
    if (rolling > 0 && now - rolled > rolling * 0.75) return this.#write(token, { created, rolled: now, touched: now })
    if (now - touched <= touchSeconds) return []
    return this.#lines(this.#seal().touched(sealed, { created, rolled, touched: now }))
  }

  #write(token: AccessToken, times: SessionTimes): readonly string[] {
    const id = Buffer.from(this.#context.ids.hex('session-id', 32), 'hex')
    const content = this.#packed.get(token) ?? contentOf(token)
    this.#packed.set(token, content)
    return this.#lines(this.#seal().seal(content, times, id))
  }

  #lines(sealed: string): readonly string[] {
    const { cookie, attributes: configured } = this.#settings
    const attributes = this.#context.behaviour.quirks.run('cookieAttributes', asConfigured, configured)
    return cookieLines(sealed, { cookie, attributes }) ?? []
  }

  async #reverified(value: string, found: Outcome, trail: Trail): Promise<Outcome> {
    const { verifier } = this.#context
    try {
      if (!verifier.recall(value, trail)) await verifier.verify(value, 'session', trail)
      return found
    } catch (error) {
      return asAbsent(error)
    }
  }
}

const asConfigured = (attributes: string) => attributes

/** Claims of the access token; of the id token when that one is opaque (gateway.md 5.2). */
function claimsOf({ token, idToken }: SessionTokens): AccessToken['claims'] {
  const jwt = decodeJwt(token)
  if (typeof jwt !== 'string') return jwt.claims
  const id = idToken === undefined ? 'opaque' : decodeJwt(idToken)
  return typeof id === 'string' ? undefined : id.claims
}

function invalid(what: string, { trail }: Inbound): Outcome {
  trail.log('notice', `[openid-connect] ${what}`)
  return { kind: 'absent', reason: reasons.sessionInvalid(what) }
}

function asAbsent(error: unknown): Outcome {
  if (error instanceof CredentialRefused) return { kind: 'absent', reason: error.reason }
  throw error
}

/** Whether a method that has authenticated a request starts a session (gateway.md 4). */
export const startsSession = (method: string, methods: readonly string[], { disabled }: SessionSettings): boolean =>
  method !== 'session' && methods.includes('session') && !disabled.includes(method)
