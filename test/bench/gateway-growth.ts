import { startWorld, type World } from '../../harness/world.ts'
import { load } from './load.ts'
import { against, type Row } from './row.ts'

const rounds = 5
const requests = 600
const applications = { few: 10, many: 10_000 }

/**
 * The 99th percentile of calls through a gateway that knows many applications, beside one that knows few: one call at a time, and under the
 * load of ten connections.
 */
export async function gatewayGrowth(): Promise<Row[]> {
  const few = await gatewayThatKnows(applications.few)
  const many = await gatewayThatKnows(applications.many)
  const [alone, loaded] = [await lowest(few.alone, many.alone), await lowest(few.loaded, many.loaded)]
  await Promise.all([few.end(), many.end()])
  const what = `proxied call, ${applications.many} applications, p99`
  const peer = `${applications.few} applications`
  return [
    against(what, 'ms', alone.many, [peer, alone.few], 1.3),
    against(`${what} under load`, 'ms', loaded.many, [peer, loaded.few], 1.3),
  ]
}

/** The lowest p99 of several rounds in which the two take turns. */
async function lowest(few: () => Promise<number[]>, many: () => Promise<number[]>) {
  const best = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    best.few = Math.min(best.few, p99(await few()))
    best.many = Math.min(best.many, p99(await many()))
  }
  return best
}

const p99 = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? Number.NaN

/** A world with one application that calls, and others beside it in what the data plane serves with. */
async function gatewayThatKnows(count: number) {
  const world = await startWorld()
  const application = await world.portal.createApplication({ name: 'bench' })
  await world.portal.register(application)
  await world.gateway.inSync()
  await addApplications(world, count - 1)
  const pair = Buffer.from(`${application.clientId}:${application.clientSecret}`).toString('base64')
  const call = { url: world.addresses.gateway.url, path: '/orders', headers: { authorization: `Basic ${pair}` } }
  return {
    alone: () => load(call, requests, 1),
    loaded: () => load(call, requests * 3, 10),
    end: () => world.close(),
  }
}

interface GatewayState {
  configuration: { entities: { applications: { id: string; client_id: string | null }[] } }
}

async function addApplications({ levers }: World, count: number): Promise<void> {
  // The data plane's state document.
  const state = (await levers.state('gateway', { secrets: true })) as GatewayState
  const { entities } = state.configuration
  const [pattern] = entities.applications
  if (!pattern) throw new Error('the data plane knows no application')
  for (let n = 0; n < count; n++) entities.applications.push({ ...pattern, id: `other-${n}`, client_id: `client-${n}` })
  await levers.load('gateway', state)
}
