import assert from 'node:assert/strict'
import type { Step } from '../../harness/scenario.ts'
import type { World } from '../../harness/world.ts'

/** Holds when neither Konnect has an application nor Curity a client that was registered. */
export async function assertNothingCreated({ portal, levers }: World, step: Step): Promise<void> {
  const { body } = await step('the developer has no application', () => portal.call('GET', '/applications'))
  assert.deepEqual((body as { data: unknown[] }).data, [])
  const state = await step('and Curity has no client of it', () => levers.state('curity'))
  const { tables } = state as { tables: { dynamic_clients: unknown[] } }
  assert.deepEqual(tables.dynamic_clients, [])
}
