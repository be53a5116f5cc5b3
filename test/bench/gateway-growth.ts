import { Pool } from 'undici'
import { startWorld, type World } from '../../harness/world.ts'
import { against, type Row } from './row.ts'

const rounds = 5
const requests = 600
const applications = { few: 10, many: 10_000 }

/** The 99th percentile of calls through a gateway that knows many applications, beside one that knows few. */
export async function gatewayGrowth(): Promise<Row[]> {
  const few = await gatewayThatKnows(applications.few)
  const many = await gatewayThatKnows(applications.many)
  const slow = { few: [] as number[], many: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    slow.few.push(await few.p99())
    slow.many.push(await many.p99())
  }
  await Promise.all([few.end(), many.end()])
  const peer: [string, number] = [`${applications.few} applications`, Math.min(...slow.few)]
  return [against(`proxied call, ${applications.many} applications, p99`, 'ms', Math.min(...slow.many), peer, 1.3)]
}

/** A world with one application that calls, and others beside it in what the data plane serves with. */
async function gatewayThatKnows(count: number) {
  const world = await startWorld()
  const application = await world.portal.createApplication({ name: 'bench' })
  await world.portal.register(application)
  await world.gateway.inSync()
  await addApplications(world, count - 1)
  const pair = Buffer.from(`${application.clientId}:${application.clientSecret}`).toString('base64')
  const pool = new Pool(world.addresses.gateway.url, { connections: 1 })
  const call = async () => {
    const started = performance.now()
    const headers = { authorization: `Basic ${pair}` }
    const { statusCode, body } = await pool.request({ method: 'GET', path: '/orders', headers })
    await body.dump()
    if (statusCode !== 200) throw new Error(`the gateway answered ${statusCode}`)
    return performance.now() - started
  }
  return {
    async p99(): Promise<number> {
      const times: number[] = []
      for (let n = 0; n < requests; n++) times.push(await call())
      return times.sort((a, b) => a - b)[Math.floor(requests * 0.99)] ?? Number.NaN
    },
    end: () => Promise.all([pool.close(), world.close()]),
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
