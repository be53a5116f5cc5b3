import { randomIds } from '../kit/ids.ts'
import { demo } from './demo/names.ts'
import { expectStatus } from './drivers/caller.ts'
import type { PortalApplication } from './drivers/portal.ts'
import type { World } from './world.ts'

/** One step of the walk and what it got. */
export interface WalkedStep {
  title: string
  got: string
  ms: number
}

/**
 * Walks the flow once through the demo world, as a developer and her application would: she signs in,
 * creates an application, registers it for the API, and the application calls the gateway.
 * @param tell told of each step as it is done
 * @returns the application, whose credentials go on working
 * @throws StepRefused when a step does not go as it must
 */
export async function walk(world: World, tell: (step: WalkedStep) => void): Promise<PortalApplication> {
  const { portal, gateway } = world
  const step = async <T>(title: string, act: () => Promise<T>, got: (value: T) => string): Promise<T> => {
    const started = performance.now()
    const value = await act()
    tell({ title, got: got(value), ms: performance.now() - started })
    return value
  }
  const { email } = world.addresses.konnect.developer

  await step(
    'a developer signs in at the Dev Portal',
    () => portal.signIn(),
    () => email,
  )
  const application = await step(
    'she creates an application; Konnect registers a client at Curity',
    // A store may have the application of an earlier start.
    () => portal.createApplication({ name: `walk-${randomIds.hex('walk', 4)}` }),
    ({ clientId }) => `client ${clientId}, and its secret, once`,
  )
  await step(
    'she registers it for the API Orders',
    () => portal.register(application, { id: demo.ids.api }),
    ({ status }) => `registration ${status}`,
  )
  await step(
    'the application calls the gateway with its credentials',
    async () => expectStatus(await gateway.get('/orders', { basic: application }), 200),
    () => '200 from the API behind the gateway',
  )
  await step(
    'the same with a wrong secret',
    async () => expectStatus(await gateway.get('/orders', { basic: { ...application, clientSecret: 'wrong' } }), 401),
    ({ reason }) => `401 (${reason})`,
  )
  return application
}
