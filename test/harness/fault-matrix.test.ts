import { afterAll, describe, expect, test } from 'vitest'
import { type Fault, type ServerName, startWorld } from '../../harness/public.ts'
import { routeWith } from '../../scenarios/steps/plugins.ts'

const world = await startWorld()
afterAll(() => world.close())
await routeWith(world, '/open', {})
await world.gateway.inSync()

const { curity, konnect, gateway, upstream } = world.addresses

/** One endpoint of each server, by the name that faults have for it, and a call of it that is answered with JSON. */
const endpoints: readonly { server: ServerName; endpoint: string; url: string; headers?: Record<string, string> }[] = [
  { server: 'curity', endpoint: 'discovery', url: `${curity.issuer}/.well-known/openid-configuration` },
  {
    server: 'konnect',
    endpoint: 'konnect.api.list',
    url: `${konnect.url}/v3/apis`,
    headers: { authorization: `Bearer ${konnect.token}` },
  },
  { server: 'gateway', endpoint: 'proxy', url: `${gateway.url}/open` },
  { server: 'upstream', endpoint: 'upstream', url: `${upstream}/orders` },
]

/** When a caller begins to lose its patience with what never comes: a slow machine brings nobody there too early. */
type Waits = 'from the hit' | 'from the head of the answer'

/** What a fault does, and what a caller has of it. */
const kinds: readonly [what: Fault, seen: unknown, waits?: Waits][] = [
  [{ kind: 'answer', status: 418, body: { a: 1 } }, [418, { a: 1 }]],
  [{ kind: 'answer', status: 418, body: { a: 1 }, commit: true }, [418, { a: 1 }]],
  [{ kind: 'delay', ms: 60 }, 'as usual, late'],
  [{ kind: 'delay', ms: 60, commit: true }, 'as usual, late'],
  [{ kind: 'hang' }, 'no answer', 'from the hit'],
  [{ kind: 'hang', commit: true }, 'no answer', 'from the hit'],
  [{ kind: 'hang-up' }, 'UND_ERR_SOCKET'],
  [{ kind: 'hang-up', commit: true }, 'UND_ERR_SOCKET'],
  [{ kind: 'reset' }, 'ECONNRESET'],
  [{ kind: 'reset', commit: true }, 'ECONNRESET'],
  [{ kind: 'truncate' }, 'half a body'],
  [{ kind: 'stall' }, 'half a body', 'from the head of the answer'],
  [{ kind: 'trickle', bytesPerSecond: 4000 }, 'as usual, late'],
  [{ kind: 'garble' }, 'no JSON'],
  [{ kind: 'patch', patch: { set: { fault: 'here' } } }, [200, expect.objectContaining({ fault: 'here' })]],
  [{ kind: 'rate-limit', limit: 0 }, [429, { message: 'armed fault' }]],
  [{ kind: 'answer', answered: 200, status: 418, body: { a: 1 } }, [418, { a: 1 }]],
]

async function call(
  { server, url, headers = {} }: (typeof endpoints)[number],
  waits: Waits | undefined,
): Promise<unknown> {
  const caller = new AbortController()
  const losePatience = () => setTimeout(() => caller.abort(), 300)
  const started = performance.now()
  try {
    const asked = fetch(url, { headers, signal: caller.signal })
    if (waits === 'from the hit') {
      await expect.poll(async () => (await world.levers.faults(server))[0]?.hits, { interval: 5 }).toBe(1)
      losePatience()
    }
    const answer = await asked
    if (waits === 'from the head of the answer') losePatience()
    const text = await answer.text().catch(() => undefined)
    if (text === undefined) return 'half a body'
    const body = jsonIn(text)
    if (body === undefined) return 'no JSON'
    return answer.status === 200 && performance.now() - started > 55 && !('fault' in body)
      ? 'as usual, late'
      : [answer.status, body]
  } catch (error) {
    const { name, cause } = error as { name: string; cause?: { code?: string } } // as fetch throws
    return name === 'AbortError' ? 'no answer' : cause?.code
  }
}

function jsonIn(text: string): object | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

describe.for(endpoints)('at $endpoint of $server, over /_mock/faults', (at) => {
  const { server, endpoint, url, headers } = at
  test.for(kinds)('%o', async ([what, seen, waits]) => {
    const fault = { endpoint, ...what }
    expect(await world.levers.fault(server, fault)).toMatchObject({ ...fault, hits: 0 })
    expect(await call(at, waits)).toEqual(seen)
    expect(await world.levers.faults(server)).toEqual([{ ...fault, id: expect.any(Number), hits: 1, seen: 1 }])
    await world.levers.disarm(server)
    const after = await fetch(url, { headers: headers ?? {} })
    expect([after.status, jsonIn(await after.text())]).toEqual([200, expect.any(Object)])
  })

  test('a name that it does not have is refused with the nearest one', async () => {
    const refused = world.levers.fault(server, { endpoint: `${endpoint}s`, kind: 'hang' })
    await expect(refused).rejects.toThrow(`endpoint: no such endpoint (did you mean "${endpoint}"?)`)
  })
})

test('a fault at an upstream that is not the echo API is refused in words', async () => {
  const own = await startWorld({ upstream })
  await expect(own.levers.fault('upstream', { endpoint: 'upstream', kind: 'hang' })).rejects.toThrow(
    'the upstream has no levers: it is not the echo API that comes with the harness',
  )
  await own.close()
})
