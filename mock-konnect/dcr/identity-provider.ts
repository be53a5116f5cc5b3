import { type HttpAnswer, type HttpCall, type HttpClient, parseJson, Unreachable } from '../../kit/http-client.ts'
import { masked, redactText } from '../../kit/redact.ts'
import type { KonnectBehaviour } from '../behaviour.ts'
import { DcrFailure } from './failure.ts'
import { issuerUnreachable, timedOut } from './reasons.ts'

export interface AskOptions {
  http: HttpClient
  behaviour: KonnectBehaviour
  /** What may have happened there although no answer came. */
  mayHave?: string | undefined
}

/** Calls an identity provider once. @throws DcrFailure when no answer came */
export async function ask({ http, behaviour, mayHave = '' }: AskOptions, call: HttpCall): Promise<HttpAnswer> {
  const { idpTimeoutMs, idpUnreachableHosts } = behaviour.current
  if (idpUnreachableHosts.length > 0 && idpUnreachableHosts.includes(hostOf(call.url))) {
    throw new DcrFailure(issuerUnreachable(withoutSecrets(call.url), 'switch idpUnreachableHosts'))
  }
  try {
    return await http.send(behaviour.quirks.run('idpCall', (asIs) => asIs, call))
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    const place = withoutSecrets(call.url)
    const left = mayHave ? 'unknown' : 'nothing'
    if (error.failure === 'timeout') throw new DcrFailure(timedOut(place, idpTimeoutMs, mayHave), { left })
    if (neverSent.has(error.failure)) throw new DcrFailure(issuerUnreachable(place, error.failure))
    throw new DcrFailure(issuerUnreachable(place, error.failure, mayHave), { left })
  }
}

/** Ways to fail before anything went out. */
const neverSent: ReadonlySet<string> = new Set(['refused', 'dns', 'tls', 'bad-url'])

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '')

/** A call with a JSON body, or without one. */
export function jsonCall(
  method: HttpCall['method'],
  url: string,
  headers: Record<string, string>,
  body?: object,
): HttpCall {
  const accept = { accept: 'application/json', ...headers }
  if (body === undefined) return { method, url, headers: accept }
  return { method, url, headers: { 'content-type': 'application/json', ...accept }, body: JSON.stringify(body) }
}

/** A call with a form. */
export const formCall = (
  url: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): HttpCall => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
  body: new URLSearchParams(form).toString(),
})

export const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300

/** The members of an answer's JSON object; none when it is no object. */
export function membersOf({ text }: HttpAnswer): Readonly<Record<string, unknown>> {
  const value = parseJson(text)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Record<string, unknown>) : {} // an object of JSON has members by name
}

/** A member that is text and not empty. */
export function textOf(members: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = members[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Where identity providers say what was wrong: OAuth, Okta, Auth0 and Microsoft Graph each have their own members. */
const wordsIn = ['error', 'error_description', 'errorCode', 'errorSummary', 'message']

/** What an identity provider said, short and fit for an exchange: its status, error code and description. */
export function saidBy(answer: HttpAnswer, secrets: readonly string[] = []): string {
  const members = membersOf(answer)
  const inner = typeof members.error === 'object' && members.error !== null ? { ...members.error } : {}
  const words = [...wordsIn.map((name) => textOf(members, name)), textOf(inner, 'code'), textOf(inner, 'message')]
  const text = words.filter((word) => word !== undefined).join(', ')
  const hidden = secrets.filter(Boolean).reduce((shown, secret) => shown.replaceAll(secret, masked), text)
  return redactText(`status ${answer.status}${hidden && ` (${hidden.slice(0, 300)})`}`)
}

/** A URL as it may be printed: without user, password and query. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return 'an address that is no URL'
  const { origin, protocol, host, pathname } = new URL(url)
  return `${origin === 'null' ? `${protocol}//${host}` : origin}${pathname}`
}
