import assert from 'node:assert/strict'
import { type Given, type Scenario, scenario } from '../../harness/public.ts'
import type { Step } from '../../harness/scenario.ts'
import type { World } from '../../harness/world.ts'
import { type Arrangement, arrange, registeredClients } from './arrange.ts'
import { orphansIn } from './orphans.ts'

/** A report about the creation of an application: how the world is wrong, what comes of it, and how it is right. */
export interface CreationCase {
  id: string
  title: string
  sources: readonly string[]
  given?: Given
  wrong: Arrangement
  /** What the developer gets while it is wrong, and how many clients are left at Curity. */
  outcome: { status: number; reason?: string; clients: number }
  /** What the advice passes on of the identity provider's own words. */
  says?: RegExp
  /** Verifying the provider tells of it before a developer does. */
  verified?: boolean
  /** How many clients without an application are listed. */
  orphans?: number
  /** Default: no fault and no quirk. */
  right?: Arrangement
}

/** Shows the bug, then the right behaviour: an application that works, with one client and no more. */
export const creationCase = ({
  id,
  title,
  sources,
  given,
  wrong,
  outcome,
  says,
  verified,
  orphans,
  right = {},
}: CreationCase): Scenario =>
  scenario({
    id,
    title,
    refs: [`bug-catalogue ${id}`, ...sources],
    tags: ['registration', 'dcr'],
    needs: ['levers'],
    ...(given && { given }),
    async run(world, step) {
      await step('the world is as in the report', () => arrange(world, wrong))
      const reply = await create(world, step, 'billing')
      assert.deepEqual(
        [reply.status, reply.reason, await registeredClients(world)],
        [outcome.status, outcome.reason, outcome.clients],
      )
      if (says) assert.match(reply.advice ?? '', says)
      if (orphans !== undefined) assert.equal((await orphansIn(world)).length, orphans)
      if (verified) assert.equal(await verify(world, step), 'failed')
      await step('it is mended', () => arrange(world, right))
      if (verified) assert.equal(await verify(world, step), 'success')
      const mended = await create(world, step, 'invoices')
      assert.deepEqual([mended.status, await registeredClients(world)], [201, outcome.clients + 1])
      const { client_id: clientId, client_secret: clientSecret } = mended.body as Record<string, string>
      assert.ok(clientId && clientSecret)
      await step('the client works', () => world.curity.clientCredentials({ clientId, clientSecret }))
    },
  })

const create = ({ portal }: World, step: Step, name: string) =>
  step(`a developer creates the application ${name}`, () => portal.call('POST', '/applications', { json: { name } }))

async function verify({ konnect }: World, step: Step): Promise<string> {
  const [provider] = await konnect.list('/v2/dcr-providers')
  const path = `/v2/dcr-providers/${provider?.id}/verify`
  const { body } = await step('an operator verifies the provider', () => konnect.call('POST', path))
  return (body as { status: string }).status
}
