import { fork } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { startServers } from '../../harness/servers.ts'
import { connectWorld } from '../../harness/world.ts'
import { against, type Row } from './row.ts'

const requests = 20_000
const connections = 10

/** CPU per proxied call with cached credentials, of the proxy's own process, beside a proxy that checks nothing. Same upstream. */
export async function gateway(): Promise<Row[]> {
  const upstream = createServer((_request, response) => response.end('{"orders":[]}')).listen(0, '127.0.0.1')
  await new Promise((resolve) => upstream.once('listening', resolve))
  const upstreamUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`

  const servers = await startServers({ upstream: upstreamUrl })
  const world = await connectWorld(servers.addresses)
  const application = await world.portal.createApplication({ name: 'bench' })
  await world.portal.register(application)
  await world.gateway.inSync()
  const pair = Buffer.from(`${application.clientId}:${application.clientSecret}`).toString('base64')

  const ours = proxy('./peers/gateway-process.ts', { konnectUrl: servers.addresses.konnect.url })
  const silent = proxy('./peers/gateway-process.ts', { konnectUrl: servers.addresses.konnect.url, kept: 0 })
  const theirs = proxy('./peers/http-proxy.mjs', { upstream: upstreamUrl })
  const costs = { ours: [] as number[], silent: [] as number[], theirs: [] as number[] }
  for (let round = 0; round < 3; round++) {
    costs.ours.push(await ours.cost('/orders', { authorization: `Basic ${pair}` }))
    costs.silent.push(await silent.cost('/orders', { authorization: `Basic ${pair}` }))
    costs.theirs.push(await theirs.cost('/orders', {}))
  }
  for (const each of [ours, silent, theirs]) each.end()
  await world.close()
  await servers.close()
  upstream.close()
  const best = (values: number[]) => Math.min(...values)
  const peer: [string, number] = ['@fastify/http-proxy', best(costs.theirs)]
  return [
    against('proxied call, cached credentials, CPU', 'µs', best(costs.ours), peer, 1),
    against('proxied call, recorded, CPU', 'µs', best(costs.ours), ['recording nothing', best(costs.silent)], 1.05),
  ]
}

/** A proxy in a process of its own, which says where it listens and what CPU time it has used. */
function proxy(file: string, settings: Record<string, string | number>) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(settings)])
  const told = <T>() => new Promise<T>((resolve) => child.once('message', (message) => resolve(message as T)))
  const listening = told<{ url: string }>()
  const cpu = async () => {
    const answer = told<number>()
    child.send('cpu')
    return answer
  }
  return {
    async cost(path: string, headers: Record<string, string>) {
      const { url } = await listening
      await load(url, path, headers, 2000)
      const before = await cpu()
      await load(url, path, headers, requests)
      return ((await cpu()) - before) / requests
    },
    end: () => child.kill(),
  }
}

async function load(url: string, path: string, headers: Record<string, string>, count: number): Promise<void> {
  const pool = new Pool(url, { connections })
  let left = count
  const work = async () => {
    while (left-- > 0) {
      const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
      await body.dump()
      if (statusCode !== 200) throw new Error(`${url}${path} answered ${statusCode}`)
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  await pool.close()
}
