import type { Given } from '../../harness/given.ts'
import { type Servers, startServers } from '../../harness/servers.ts'
import { openStore } from '../../harness/store.ts'
import { connectWorld, type World } from '../../harness/world.ts'
import { freePorts } from '../../kit/free-port.ts'
import { type RoundRobin, roundRobin } from './round-robin.ts'

export const sealingKey = '07'.repeat(32)

/** Servers over one database, behind a load balancer each: the world as its callers see it, and each replica alone. */
export interface Cluster {
  world: World
  replicas: readonly Replica[]
  balancers: { curity: RoundRobin; konnect: RoundRobin }
  close(): Promise<void>
}

export interface Replica {
  world: World
  servers: Servers
  curity: string
  admin: string
}

/** Two replicas of everything, over the store at `address`. */
export async function cluster(address: string, given: Given): Promise<Cluster> {
  const balancers = { curity: await roundRobin(), konnect: await roundRobin() }
  const baseUrls = { curity: balancers.curity.url, konnect: balancers.konnect.url }
  const replicas: Replica[] = []
  for (let n = 0; n < 2; n++) {
    const ports = await freePorts(['curity', 'konnect'])
    if (n === 0) for (const server of ['curity', 'konnect'] as const) balancers[server].ports.push(ports[server])
    const store = await openStore(address, sealingKey)
    const servers = await startServers({ given, ports, baseUrls, store })
    if (n > 0) for (const server of ['curity', 'konnect'] as const) balancers[server].ports.push(ports[server])
    const { addresses } = servers
    const [curity, konnect] = [`http://127.0.0.1:${ports.curity}`, `http://127.0.0.1:${ports.konnect}`]
    const own = { curity: { ...addresses.curity, url: curity }, konnect: { ...addresses.konnect, url: konnect } }
    replicas.push({
      servers,
      curity,
      admin: addresses.curity.admin ?? '',
      world: await connectWorld({ ...addresses, ...own }),
    })
  }
  const [first] = replicas
  if (!first) throw new Error('there is no replica')
  const world = await connectWorld(first.servers.addresses)
  return {
    ...{ world, replicas, balancers },
    async close() {
      await Promise.all([world.close(), ...replicas.map((replica) => replica.world.close())])
      await Promise.all(replicas.map(({ servers }) => servers.close()))
      for (const balancer of Object.values(balancers)) balancer.close()
    },
  }
}
