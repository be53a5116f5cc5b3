import {
  type HttpAnswer,
  type HttpCall,
  type HttpClient,
  httpClient,
  parseJson,
  Unreachable,
} from '../../kit/http-client.ts'
import { trusting } from '../../kit/tls/trust.ts'
import type { World } from '../world.ts'
import { type Answer, type Difference, differences } from './differences.ts'
import { type HostMap, originOf, type Place } from './places.ts'
import type { ArchivedCall } from './read-har.ts'
import { filled, type Secrets } from './requests.ts'
import { Values } from './values.ts'

/** One request of the archive, made again. */
export interface Replayed {
  number: number
  method: string
  url: string
  /** The server that took it; undefined for a request that is none of these products' (a script, a picture). */
  place: Place | undefined
  expected: number
  actual: number | undefined
  differences: Difference[]
  /** Why the mock refused, if it did. */
  reason: string | undefined
  advice: string | undefined
}

export interface ReplayOptions {
  world: World
  hosts: HostMap
  secrets: Secrets
  /** Told of each request as it is done. */
  tell?: (replayed: Replayed) => void
}

/**
 * Makes the archive's requests again, in order, at the servers of `world`, and compares the answers. Ids, secrets and tokens are replaced by those
 * that answers give now. @throws SecretMissing before the request that needs a secret nobody knows
 */
export async function replay(calls: readonly ArchivedCall[], options: ReplayOptions): Promise<Replayed[]> {
  const { world, hosts, tell = () => undefined } = options
  const tls = trusting(world.addresses.certificateAuthority)
  const client = httpClient({ timeout: () => 15_000, tls, userAgent: 'dcr-harness' })
  const session = new Session(client, options)
  const done: Replayed[] = []
  try {
    for (const call of calls) {
      const place = hosts.get(new URL(call.url).host)
      const replayed = place === undefined ? untouched(call) : await session.again(call, place)
      done.push(replayed)
      tell(replayed)
    }
    return done
  } finally {
    await client.close()
  }
}

const untouched = ({ number, method, url, answer }: ArchivedCall): Replayed => ({
  ...{ number, method, url, expected: answer.status },
  ...{ place: undefined, actual: undefined, differences: [], reason: undefined, advice: undefined },
})

class Session {
  readonly #client: HttpClient
  readonly #options: ReplayOptions
  readonly #values = new Values()
  /** Cookies by server: what one set is nothing to another. */
  readonly #cookies = new Map<Place, Map<string, string>>()

  constructor(client: HttpClient, options: ReplayOptions) {
    this.#client = client
    this.#options = options
    for (const [host, place] of options.hosts) {
      const origin = originOf(place, options.world.addresses)
      for (const scheme of ['http', 'https']) this.#values.learn(`${scheme}://${host}`, origin)
      this.#values.learn(host, new URL(origin).host)
    }
  }

  async again(call: ArchivedCall, place: Place): Promise<Replayed> {
    const { world, secrets } = this.#options
    const { number, method, url, answer } = call
    const cookies = this.#cookiesOf(place)
    const fillings = { addresses: world.addresses, values: this.#values, secrets, cookies }
    const { headers, body } = filled(call, place, fillings)
    if (place === 'gateway') await world.gateway.inSync()
    const got = await this.#send({
      method: method as HttpCall['method'], // any method that an archive has is one that can be sent
      url: this.#values.apply(url),
      headers: { ...headers, 'x-harness-explain': '1' },
      ...(body !== undefined && { body }),
    })
    this.#learn(answer, { headers: got.headers, text: got.text }, cookies)
    const told = (name: string) => [got.headers[name] ?? []].flat()[0]
    const advice = told('x-harness-advice')
    return {
      ...{ number, method, url, place, expected: answer.status, actual: got.status },
      differences: differences(this.#translated(answer), { status: got.status, headers: got.headers, body: got.text }),
      reason: told('x-harness-reason'),
      advice: advice === undefined ? undefined : decodeURI(advice),
    }
  }

  /** The archive's answer with the values of this replay in its headers: what only has another host is no difference. */
  #translated({ status, headers, body }: ArchivedCall['answer']): Answer {
    const entries = Object.entries(headers).map(([name, value]) => {
      return [name, Array.isArray(value) ? value : this.#values.apply(value)] as const
    })
    return { status, headers: Object.fromEntries(entries), body }
  }

  /** No answer is an answer, too: status 0, as archives have it. */
  async #send(call: HttpCall): Promise<HttpAnswer> {
    try {
      return await this.#client.send(call)
    } catch (error) {
      if (error instanceof Unreachable) return { status: 0, headers: {}, text: '' }
      throw error
    }
  }

  #learn(
    before: ArchivedCall['answer'],
    now: { headers: Record<string, string | string[] | undefined>; text: string },
    cookies: Map<string, string>,
  ): void {
    this.#values.learnBodies(parseJson(before.body ?? ''), parseJson(now.text))
    for (const line of [now.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const [was, is] = [before.headers.location, now.headers.location]
    if (typeof was === 'string' && typeof is === 'string') this.#learnQuery(was, is)
  }

  /** Codes and states come back in the query of a redirect. */
  #learnQuery(before: string, now: string): void {
    const query = (url: string) => new URLSearchParams(url.split(/[?#]/).slice(1).join('&'))
    const given = query(now)
    for (const [name, value] of query(before)) this.#values.learn(value, given.get(name) ?? '')
  }

  #cookiesOf(place: Place): Map<string, string> {
    const known = this.#cookies.get(place) ?? new Map<string, string>()
    this.#cookies.set(place, known)
    return known
  }
}
