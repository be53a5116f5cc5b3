import { demoCurityConfiguration } from '../../harness/demo/curity.ts'
import { basicAuthorization } from '../../kit/http-client.ts'
import { buildMockCurity, type MockCurity } from '../../mock-curity/app.ts'
import { layer } from '../../mock-curity/configuration/layers.ts'
import { registrationByAnybody } from './registration-by-anybody.ts'
import { against, below, type Row } from './row.ts'

const rounds = 9
const perRound = 400
const clients = { few: 1000, many: 100_000 }

/** A server, and who registered there. */
interface Registered {
  app: MockCurity['app']
  /** Of each client, its `Authorization`. */
  credentials: string[]
}

/**
 * CPU of a token and of a registration among many registered clients, beside the same among few; and whether each of the many
 * gets a token.
 */
export async function clientGrowth(): Promise<Row[]> {
  const [few, many] = [await withClients(clients.few), await withClients(clients.many)]
  const silent = await silentAmong(many)
  const token = await lowest(few, many, tokenOf)
  const registering = await lowest(few, many, (server) => registered(server.app, 'one more'))
  await Promise.all([few.app.close(), many.app.close()])
  const peer = `among ${clients.few}`
  return [
    below(`of ${clients.many} registered clients, without a token`, 'clients', silent, 1),
    against(`token among ${clients.many} clients, CPU`, 'µs', token.many, [peer, token.few], 1.3),
    against(`registration among ${clients.many} clients, CPU`, 'µs', registering.many, [peer, registering.few], 1.3),
  ]
}

async function withClients(count: number): Promise<Registered> {
  const { app } = await buildMockCurity({
    configuration: layer(demoCurityConfiguration(), registrationByAnybody) as object,
  })
  const credentials: string[] = []
  for (let n = 0; n < count; n++) credentials.push(await registered(app, `client ${n}`))
  return { app, credentials }
}

async function registered(app: Registered['app'], name: string): Promise<string> {
  const payload = { client_name: name, grant_types: ['client_credentials'] }
  const answer = await app.inject({ method: 'POST', url: '/token-service/oauth-registration', payload })
  if (answer.statusCode !== 201) throw new Error(`${name} was answered ${answer.statusCode}: ${answer.body}`)
  const { client_id, client_secret } = answer.json<{ client_id: string; client_secret: string }>()
  return basicAuthorization(client_id, client_secret)
}

async function tokenBy(app: Registered['app'], authorization: string): Promise<boolean> {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  const url = '/oauth/v2/oauth-token'
  const answer = await app.inject({ method: 'POST', url, headers, payload: 'grant_type=client_credentials' })
  return answer.statusCode === 200
}

async function silentAmong({ app, credentials }: Registered): Promise<number> {
  let silent = 0
  for (const authorization of credentials) if (!(await tokenBy(app, authorization))) silent++
  return silent
}

/** A token for a client somewhere among all. */
async function tokenOf({ app, credentials }: Registered, call: number): Promise<void> {
  const one = credentials[(call * 7919) % credentials.length]
  if (!one || !(await tokenBy(app, one))) throw new Error(`client ${call} got no token`)
}

/** The lowest CPU per call, in µs, of several rounds in which the two take turns. */
async function lowest(few: Registered, many: Registered, call: (server: Registered, n: number) => Promise<unknown>) {
  const best = { few: Number.POSITIVE_INFINITY, many: Number.POSITIVE_INFINITY }
  for (let round = 0; round < rounds; round++) {
    best.few = Math.min(best.few, await cost(few, round))
    best.many = Math.min(best.many, await cost(many, round))
  }
  return best

  async function cost(server: Registered, round: number): Promise<number> {
    const before = process.cpuUsage()
    for (let n = 0; n < perRound; n++) await call(server, round * perRound + n)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / perRound
  }
}
