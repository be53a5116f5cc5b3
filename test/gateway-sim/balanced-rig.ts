import { onTestFinished } from 'vitest'
import { type Rig, service, startRig } from './rig.ts'
import type { Line } from './test-control-plane.ts'
import { TestUpstream } from './test-upstream.ts'

/** An address where nobody listens. */
export const nowhere = '127.0.0.1:9'

export interface Balanced {
  rig: Rig
  /** Two servers, the targets unless told otherwise. */
  servers: readonly [TestUpstream, TestUpstream]
  addresses: readonly [string, string]
  call(headers?: Record<string, string>, path?: string): Promise<number>
  /** How many requests each server has had. */
  counts(): [number, number]
  push(upstream: Line, targets: readonly Line[]): Promise<void>
  health(): Promise<unknown>
}

/** A target of the rig's upstream. */
export const target = (address: string, extra: Line = {}): Line => ({
  ...{ id: `target-${address}`, target: address, weight: 100, upstream: { id: 'upstream-1' }, created_at: 1 },
  ...extra,
})

/** A rig whose service has the name of an upstream for its host. */
export async function balanced(upstream: Line = {}, targets?: (a: string, b: string) => Line[]) {
  const servers = [await new TestUpstream().start(), await new TestUpstream().start()] as const
  onTestFinished(() => Promise.all(servers.map((one) => one.close())).then(() => undefined))
  const addresses = [`127.0.0.1:${servers[0].port}`, `127.0.0.1:${servers[1].port}`] as const
  const rig = await startRig({ entities: { services: [service(1, { host: 'orders.internal' })], guards: [] } })
  const push: Balanced['push'] = async (change, list) => {
    const set = { upstreams: [{ id: 'upstream-1', name: 'orders.internal', ...change }], targets: list }
    await rig.received(rig.control.push({ set }))
  }
  await push(upstream, targets?.(...addresses) ?? addresses.map((one) => target(one)))
  return {
    ...{ rig, servers, addresses, push },
    call: async (headers: Record<string, string> = {}, path = '/orders') => (await rig.call(path, { headers })).status,
    counts: () => [servers[0].seen.length, servers[1].seen.length] as [number, number],
    health: async () => (await rig.admin('/upstreams/orders.internal/health')).body,
  } satisfies Balanced
}

/** Makes a call so often, one after another. */
export async function times(count: number, call: () => Promise<number>): Promise<number[]> {
  const statuses: number[] = []
  for (let at = 0; at < count; at++) statuses.push(await call())
  return statuses
}
