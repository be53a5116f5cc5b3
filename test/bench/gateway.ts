import { createServer } from 'node:http'
import { startServers } from '../../harness/servers.ts'
import { connectWorld } from '../../harness/world.ts'
import { load } from './load.ts'
import { forked, listening, nginx, type ProxyProcess } from './proxies.ts'
import { against, beside, median, type Row } from './row.ts'

const rounds = 15
const perRound = 2000
const path = '/orders'

type Headers = Record<string, string>

/**
 * CPU per proxied call with cached credentials, of the proxy's own process, beside a proxy that checks nothing. Same upstream, same load.
 * Then how far nginx is, what recording costs, and whether the heap grows.
 */
export async function gateway(): Promise<Row[]> {
  const upstream = await listening(createServer((_request, response) => response.end('{"orders":[]}')))
  const servers = await startServers({ upstream: upstream.url })
  const world = await connectWorld(servers.addresses)
  const application = await world.portal.createApplication({ name: 'bench' })
  await world.portal.register(application)
  await world.gateway.inSync()
  const { access_token } = await world.curity.clientCredentials(application)
  const pair = Buffer.from(`${application.clientId}:${application.clientSecret}`).toString('base64')
  const [basic, bearer] = [{ authorization: `Basic ${pair}` }, { authorization: `Bearer ${access_token}` }]

  const konnectUrl = servers.addresses.konnect.url
  const node = () => forked('./peers/gateway-process.ts', { konnectUrl })
  const [ours, byBearer] = [await node(), await node()]
  const silent = { ...ours, url: ours.silentUrl ?? '' }
  const theirs = await forked('./peers/http-proxy.mjs', { upstream: upstream.url })
  const far = await nginx(upstream.url)
  const costs = await inTurns([
    [ours, basic],
    [byBearer, bearer],
    [silent, basic],
    [theirs, {}],
    ...(far ? [[far, {}] as const] : []),
  ])
  const [ofBasic = Number.NaN, ofBearer = Number.NaN, , ofTheirs = Number.NaN, ofNginx] = costs.map(lowest)
  const [recorded = [], , silentRounds = []] = costs
  const heap = await heapRow(ours, basic)

  for (const proxy of [ours, byBearer, theirs, far]) proxy?.end()
  await world.close()
  await servers.close()
  upstream.server.close()
  const peer: [string, number] = ['@fastify/http-proxy', ofTheirs]
  return [
    against('proxied call by Basic, CPU', 'µs', ofBasic, peer, 1),
    against('proxied call by bearer token, CPU', 'µs', ofBearer, peer, 1),
    against('proxied call, recorded, CPU', 'µs', median(recorded), ['recording nothing', median(silentRounds)], 1.05),
    ...(ofNginx === undefined ? [] : [beside('proxied call by Basic, CPU', 'µs', ofBasic, ['nginx', ofNginx])]),
    heap,
  ]
}

/** CPU µs per call of each, round by round. They take turns, so that what else the machine does meets all of them. */
async function inTurns(subjects: readonly (readonly [ProxyProcess, Headers])[]): Promise<number[][]> {
  const costs = subjects.map((): number[] => [])
  for (const [proxy, headers] of subjects) await load({ url: proxy.url, path, headers }, perRound)
  for (let round = 0; round < rounds; round++) {
    for (const [at, [proxy, headers]] of subjects.entries()) {
      const before = await proxy.cpu()
      await load({ url: proxy.url, path, headers }, perRound)
      costs[at]?.push(((await proxy.cpu()) - before) / perRound)
    }
  }
  return costs
}

const lowest = (values: readonly number[]) => Math.min(...values)

/** The heap after 200,000 more calls, beside that after the first 20,000. */
async function heapRow(proxy: Awaited<ReturnType<typeof forked>>, headers: Headers): Promise<Row> {
  const mebibytes = async () => (await proxy.heap()) / 1024 / 1024
  await load({ url: proxy.url, path, headers }, 20_000)
  const early = await mebibytes()
  await load({ url: proxy.url, path, headers }, 180_000)
  return against('heap after 200,000 proxied calls', 'MiB', await mebibytes(), ['after 20,000', early], 1.05)
}
