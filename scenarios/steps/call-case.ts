import assert from 'node:assert/strict'
import { type GatewayCall, type Given, type PortalApplication, type Scenario, scenario } from '../../harness/public.ts'
import type { World } from '../../harness/world.ts'
import { registeredApplication } from './application.ts'
import { type Arrangement, arrange } from './arrange.ts'

/** How an application calls, which may take calls of its own before. */
type Calling = (app: PortalApplication, world: World) => GatewayCall | Promise<GatewayCall>

/** A report about one call at the gateway: how the world is wrong, what the caller gets, and how it is right. */
export interface CallCase {
  id: string
  title: string
  sources: readonly string[]
  given?: Given
  /** Default: its own pair by Basic. */
  calls?: Calling
  wrong: Arrangement
  /** Status and reason while it is wrong. */
  refused: readonly [status: number, reason: string | undefined]
  /** Default: no fault and no quirk. */
  right?: Arrangement
  /** How it calls then; default: as before. */
  callsRightly?: Calling
}

/** Shows the bug, then that the same application gets through. */
export const callCase = ({ id, title, sources, given, wrong, refused, right = {}, ...about }: CallCase): Scenario =>
  scenario({
    id,
    title,
    refs: [`bug-catalogue ${id}`, ...sources],
    tags: ['gateway', 'credentials'],
    needs: ['levers'],
    ...(given && { given }),
    async run(world, step) {
      const { calls = (app) => ({ basic: app }), callsRightly = calls } = about
      await step('the world is as in the report', () => arrange(world, wrong))
      const app = await registeredApplication(world, step)
      const call = async (how: Calling) => world.gateway.get('/orders', await how(app, world))
      const reply = await step('it calls', () => call(calls))
      assert.deepEqual([reply.status, reply.reason], refused)
      await step('it is mended', () => arrange(world, right))
      await world.gateway.node(1).admin('DELETE', '/cache')
      assert.equal((await step('it gets through', () => call(callsRightly))).status, 200)
    },
  })
