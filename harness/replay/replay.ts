import { type HttpAnswer, type HttpCall, type HttpClient, httpClient, Unreachable } from '../../kit/http-client.ts'
import { trusting } from '../../kit/tls/trust.ts'
import { callerIn } from '../../kit/trace-context.ts'
import type { World } from '../world.ts'
import { type Answer, type Difference, differences } from './differences.ts'
import { Knowledge } from './knowledge.ts'
import { whyNotHere } from './left-out.ts'
import { type HostMap, originOf, type Place } from './places.ts'
import type { ArchivedCall, ArchivedCalls } from './read-har.ts'
import { developer } from './request-body.ts'
import { type Fillings, filled, fillingsFor } from './requests.ts'
import { Asking, type Missing, type Secrets } from './secrets.ts'

/** One request of the archive, made again. */
export interface Replayed {
  number: number
  method: string
  url: string
  /** The server that took it; undefined for a request that was not made again. */
  place: Place | undefined
  /** Why it was not. */
  leftOut?: string
  /** 0: no answer, here as in archives. */
  expected: number
  actual: number | undefined
  differences: Difference[]
  /** Why the mock refused, if it did. */
  reason: string | undefined
  advice: string | undefined
  /** What servers further on refused meanwhile, where the status differs. */
  behind: Refused[]
}

/** A refusal of a server that another one had asked. */
export interface Refused {
  server: string
  route: string
  status: number
  reason: string
  advice: string
}

export interface ReplayOptions {
  world: World
  hosts: HostMap
  secrets: Secrets
  /** Told of each request as it is done. */
  tell?: (replayed: Replayed) => void
}

/** A call of the archive, and where it goes. */
interface Placed {
  call: ArchivedCall
  place: Place
}

/** Where a call goes, or why it goes nowhere. */
function placed(call: ArchivedCall, hosts: HostMap): Placed | { leftOut: string } {
  if (call.leftOut !== undefined) return { leftOut: call.leftOut }
  const place = hosts.get(new URL(call.url).host)
  if (place === undefined) return { leftOut: 'none of ours' }
  const leftOut = whyNotHere(call, place)
  return leftOut === undefined ? { call, place } : { leftOut }
}

/**
 * Every secret that a replay needs and nobody has: what the archive leaves out, was not given, and no earlier answer of it brings.
 * Makes no call.
 */
export function missingSecrets(
  archive: ArchivedCalls,
  {
    world: { addresses },
    hosts,
    secrets,
  }: Pick<ReplayOptions, 'hosts' | 'secrets'> & { world: Pick<World, 'addresses'> },
): Missing[] {
  const asking = new Asking(secrets)
  const knowledge = new Knowledge()
  const fillings = fillingsFor(archive, { addresses, asking, knowledge })
  for (const each of archive.calls) {
    const made = placed(each, hosts)
    if ('leftOut' in made) continue
    filled(made.call, made.place, fillings)
    knowledge.learn(made.place, each.answer, each.answer)
  }
  return [...asking.missing.values()]
}

/**
 * Makes the archive's requests again, in order, at the servers of `world`, and compares the answers. Ids, secrets and tokens are replaced by those
 * that answers give now.
 */
export async function replay(archive: ArchivedCalls, options: ReplayOptions): Promise<Replayed[]> {
  const { world, hosts, tell = () => undefined } = options
  const tls = trusting(world.addresses.certificateAuthority)
  const client = httpClient({ timeout: () => 15_000, tls, userAgent: 'dcr-harness' })
  const session = new Session(client, archive, options)
  const done: Replayed[] = []
  try {
    for (const call of archive.calls) {
      const made = placed(call, hosts)
      const replayed = 'leftOut' in made ? untouched(call, made.leftOut) : await session.again(made)
      done.push(replayed)
      tell(replayed)
    }
    return done
  } finally {
    await client.close()
  }
}

const untouched = ({ number, method, url, answer }: ArchivedCall, leftOut: string): Replayed => ({
  ...{ number, method, url, leftOut, expected: answer.status },
  ...{ place: undefined, actual: undefined, differences: [], reason: undefined, advice: undefined, behind: [] },
})

class Session {
  readonly #client: HttpClient
  readonly #world: World
  readonly #knowledge = new Knowledge()
  readonly #fillings: Fillings
  /** Headers of answers that the archive does not tell. */
  readonly #untold: readonly string[]

  constructor(client: HttpClient, archive: ArchivedCalls, { world, hosts, secrets }: ReplayOptions) {
    this.#client = client
    this.#world = world
    this.#untold = archive.withoutSetCookies ? ['set-cookie'] : []
    const { addresses } = world
    this.#fillings = fillingsFor(archive, { addresses, asking: new Asking(secrets), knowledge: this.#knowledge })
    for (const [host, place] of hosts) {
      const origin = originOf(place, addresses)
      for (const scheme of ['http', 'https']) this.#knowledge.values.learn(`${scheme}://${host}`, origin)
      this.#knowledge.values.learn(host, new URL(origin).host)
    }
  }

  async again({ call, place }: Placed): Promise<Replayed> {
    const { number, method, url, answer } = call
    if (place === 'gateway') await this.#world.gateway.inSync()
    const since = performance.timeOrigin + performance.now()
    const got = await this.#answerTo(call, place)
    this.#knowledge.learn(place, answer, { headers: got.headers, body: got.text })
    const told = (name: string) => [got.headers[name] ?? []].flat()[0]
    const advice = told('x-harness-advice')
    return {
      ...{ number, method, url, place, expected: answer.status, actual: got.status },
      differences: differences(this.#translated(answer), { status: got.status, headers: got.headers, body: got.text }),
      reason: told('x-harness-reason'),
      advice: advice === undefined ? undefined : decodeURI(advice),
      behind: got.status === answer.status ? [] : await this.#refusedSince(since),
    }
  }

  /** The refusals of calls that servers made. */
  async #refusedSince(since: number): Promise<Refused[]> {
    const exchanges = await this.#world.levers.exchanges()
    return exchanges.flatMap(({ server, route, arrived, request, response: { status }, reason }) => {
      const madeByServer = callerIn(request.headers.tracestate) !== undefined
      if (!reason || arrived < since || !madeByServer) return []
      return { server, route, status, reason: reason.code, advice: reason.advice }
    })
  }

  /** An archive may begin when its developer was signed in already; one without cookies tells so only by its answers. */
  async #answerTo(call: ArchivedCall, place: Place): Promise<HttpAnswer> {
    const [, api] = /^(\/api\/v[23])\//.exec(new URL(call.url).pathname) ?? []
    if (place !== 'konnect' || api === undefined || call.answer.status === 401) return this.#send(call, place)
    const isStranger = this.#knowledge.cookiesAt(place).size === 0
    if (isStranger && (call.hasCookies || this.#fillings.beginsSignedIn)) await this.#signIn(call, api)
    const got = await this.#send(call, place)
    if (got.status !== 401) return got
    await this.#signIn(call, api)
    return this.#send(call, place)
  }

  async #signIn(call: ArchivedCall, api: string): Promise<void> {
    const answer = await this.#made({
      method: 'POST',
      url: `${this.#world.addresses.konnect.url}${api}/developer/authenticate`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(developer(call, this.#fillings)),
    })
    this.#knowledge.learn('konnect', { headers: {}, body: '' }, { headers: answer.headers, body: answer.text })
  }

  #send(call: ArchivedCall, place: Place): Promise<HttpAnswer> {
    const { headers, body } = filled(call, place, this.#fillings)
    return this.#made({
      method: call.method as HttpCall['method'], // any method that an archive has is one that can be sent
      url: this.#knowledge.values.apply(call.url),
      headers: { ...headers, 'x-harness-explain': '1' },
      ...(body !== undefined && { body }),
    })
  }

  /** No answer is an answer, too: status 0, as archives have it. */
  async #made(call: HttpCall): Promise<HttpAnswer> {
    try {
      return await this.#client.send(call)
    } catch (error) {
      if (error instanceof Unreachable) return { status: 0, headers: {}, text: '' }
      throw error
    }
  }

  /** The archive's answer with the values of this replay in its headers: what only has another host is no difference. */
  #translated({ status, headers, body }: ArchivedCall['answer']): Answer {
    const entries = Object.entries(headers).map(([name, value]) => {
      return [name, Array.isArray(value) ? value : this.#knowledge.values.apply(value)] as const
    })
    return { status, headers: Object.fromEntries(entries), body, unknown: this.#untold }
  }
}
