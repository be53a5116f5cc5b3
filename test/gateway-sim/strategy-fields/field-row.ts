import { expect, onTestFinished } from 'vitest'
import { application, basic, good, type Rig, type RigOptions, startRig } from '../rig.ts'
import type { Line } from '../test-control-plane.ts'
import { TestIdentityProvider } from '../test-identity-provider.ts'

/** One field of the strategy, and what it changes: the same is looked at without it and with it. */
export interface FieldRow {
  field: string
  /** Made with a second identity provider at hand, where the value is an address there. */
  value: unknown | ((other: TestIdentityProvider) => unknown)
  /** Other members of the strategy, in both cases. */
  beside?: Line
  rig?: RigOptions
  /** What is looked at. */
  look: Look
  without: unknown
  within: unknown
}

/** @param strategy as this rig has it */
export type Look = (rig: Rig, at: { other: TestIdentityProvider; strategy: Line }) => unknown

/** A client of the plugin's own, which the identity provider knows. */
export const own = { client_id: ['gateway'], client_secret: ['gateway-secret'] }
export const opaque = '_0XBPWQQ_b7b4f3f6-6d6d-4a4a-9f00-000000000001'
export const alice = { authorization: basic('alice', 'alice-password') }
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Looks at a rig whose strategy has the field, or not. */
export async function seen(
  { field, value, beside = {}, rig: options, look }: FieldRow,
  has: boolean,
): Promise<unknown> {
  const { clock, other } = await otherProvider()
  const given = typeof value === 'function' ? value(other) : value
  const strategy = { ...beside, ...(has && { [field]: given }) }
  const rig = await startRig({ ...options, strategy })
  clock.now = rig.clock.now
  rig.idp.clients.set('gateway', 'gateway-secret')
  const applications = ['app-1', 'alice', 'gateway'].map((id) => application({ id, client_id: id }))
  await rig.received(rig.control.push({ set: { applications } }))
  return look(rig, { other, strategy })
}

async function otherProvider() {
  const clock = { now: () => 0 }
  const other = await new TestIdentityProvider(clock).start()
  onTestFinished(() => other.close())
  return { clock, other }
}

/** Status and reason of one call. */
export const outcome =
  (headers: Record<string, string> = good, path = '/orders'): Look =>
  async (rig) => {
    const { status, reason } = await rig.call(path, { headers })
    return reason === null ? status : [status, reason]
  }

/** The same for a call with a JWT of `app-1`. */
export const verdict =
  (claims: Line | ((now: number) => Line) = {}, sub = 'app-1'): Look =>
  async (rig, at) => {
    const now = Math.floor(rig.clock.now() / 1000)
    const token = await rig.idp.token(sub, typeof claims === 'function' ? claims(now) : claims)
    return outcome(bearer(token))(rig, at)
  }

/** How often the identity provider was asked when calls were made one after another, with a step between them. */
export const asked =
  (
    what: 'token' | 'inspection' | 'discovery',
    headers: Record<string, string>,
    between: (rig: Rig) => unknown = () => 0,
  ): Look =>
  async (rig) => {
    await rig.call('/orders', { headers })
    await between(rig)
    await rig.call('/orders', { headers })
    return what === 'inspection' ? rig.idp.inspections.length : rig.idp.calls[what]
  }

/** Member of the form that the token endpoint got. */
export const tokenForm =
  (name: string, path = '/orders'): Look =>
  async (rig) => {
    await rig.call(path, { headers: good })
    return rig.idp.tokenCalls.at(-1)?.form[name]
  }

/** `Authorization` of the last call to an endpoint of the identity provider. */
export const shownAt =
  (endpoint: 'token' | 'introspection', headers: Record<string, string> = good): Look =>
  async (rig) => {
    await rig.call('/orders', { headers })
    return (endpoint === 'token' ? rig.idp.tokenCalls : rig.idp.inspections).at(-1)?.authorization
  }

/** A header of the request that the upstream got. */
export const upstreamHeader =
  (name: string, headers: Record<string, string> = good): Look =>
  async (rig) => {
    await rig.call('/orders', { headers })
    return rig.upstream.last.headers[name]
  }

/** A header of the answer. */
export const answerHeader =
  (name: string, headers: Record<string, string> = good): Look =>
  async (rig) =>
    (await rig.call('/orders', { headers })).headers.get(name)

/** The session that a caller with good credentials gets, as a `Cookie` header. */
export async function sessionOf(rig: Rig, headers: Record<string, string> = good): Promise<string> {
  const [line = ''] = (await rig.call('/orders', { headers })).headers.getSetCookie()
  return line.slice(0, line.indexOf(';'))
}

/** Fails unless the field does what its row says. */
export async function prove(row: FieldRow): Promise<void> {
  const both = { without: await seen(row, false), within: await seen(row, true) }
  expect(both).toEqual({ without: row.without, within: row.within })
}
