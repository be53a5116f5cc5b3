import { expect } from 'vitest'
import type { AnyFake } from './fakes/kinds.ts'
import type { ProviderWorld } from './provider-world.ts'

/** An orphan as the state document shows it. */
export interface ShownOrphan {
  alone: 'client' | 'application'
  certainty: string
  application_id: string | null
  client_id: string | null
  client_name: string
  reason: { code: string; advice: string } | null
}

/** The orphans that the state lists. */
export async function orphansOf(world: Pick<ProviderWorld, 'orphans'>): Promise<ShownOrphan[]> {
  return (await world.orphans()) as unknown as ShownOrphan[] // as the model has them
}

/** Holds when no client is without an application, and no application without a client, unless the state lists it. */
export async function expectNoUnseenHalf(world: ProviderWorld, fake: AnyFake): Promise<void> {
  const applications = (await world.applications()) as { id: string; client_id: string; name: string }[]
  const orphans = await orphansOf(world)
  const clients = [...fake.clients.keys()]
  const owned = new Set(applications.map(({ client_id }) => client_id))
  const strays = clients.filter((id) => !owned.has(id))
  const reported = orphans.filter(({ alone }) => alone === 'client')
  const unseen = strays.filter((id) => !reported.some(({ client_id }) => client_id === id || client_id === null))
  expect(unseen, 'clients that nothing tells of').toEqual([])
  const bare = applications.filter(({ client_id }) => !clients.includes(client_id))
  const told = new Set(orphans.map(({ application_id }) => application_id))
  expect(
    bare.filter(({ id }) => !told.has(id)),
    'applications whose client is gone, unseen',
  ).toEqual([])
}
