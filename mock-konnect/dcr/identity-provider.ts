import { type HttpAnswer, type HttpCall, type HttpClient, parseJson, Unreachable } from '../../kit/http-client.ts'
import { masked, redactText } from '../../kit/redact.ts'
import type { KonnectBehaviour } from '../behaviour.ts'
import { DcrFailure } from './failure.ts'
import { issuerUnreachable, timedOut } from './reasons.ts'

export interface AskOptions {
  http: HttpClient
  behaviour: KonnectBehaviour
  /** What may have happened there although no answer came. */
  mayHave?: string
}

/** Calls an identity provider once. @throws DcrFailure when no answer came */
export async function ask({ http, behaviour, mayHave = '' }: AskOptions, call: HttpCall): Promise<HttpAnswer> {
  try {
    return await http.send(call)
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    const place = withoutSecrets(call.url)
    if (error.failure === 'timeout') throw new DcrFailure(timedOut(place, behaviour.current.idpTimeoutMs, mayHave))
    const sent = error.failure === 'refused' || error.failure === 'dns' ? '' : mayHave
    throw new DcrFailure(issuerUnreachable(place, error.failure, sent))
  }
}

/** The members of an answer's JSON object; none when it is no object. */
export function membersOf({ text }: HttpAnswer): Readonly<Record<string, unknown>> {
  const value = parseJson(text)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? { ...value } : {}
}

/** A member that is text and not empty. */
export function textOf(members: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = members[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** What an identity provider said, short and fit for an exchange: its status, error code and description. */
export function saidBy(answer: HttpAnswer, secrets: readonly string[] = []): string {
  const members = membersOf(answer)
  const words = [textOf(members, 'error'), textOf(members, 'error_description')].filter((word) => word !== undefined)
  const hidden = secrets.filter(Boolean).reduce((text, secret) => text.replaceAll(secret, masked), words.join(', '))
  return redactText(`status ${answer.status}${hidden && ` (${hidden.slice(0, 300)})`}`)
}

/** A URL as it may be printed: without user, password and query. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'an address that is no URL'
  const { origin, protocol, host, pathname } = new URL(url)
  return `${origin === 'null' ? `${protocol}//${host}` : origin}${pathname}`
}
