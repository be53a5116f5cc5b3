import type { PortalApplication } from '../../harness/public.ts'
import type { Step } from '../../harness/scenario.ts'
import type { World } from '../../harness/world.ts'

/** An application of the demo developer's that may call the demo API. */
export async function registeredApplication({ portal }: World, step: Step): Promise<PortalApplication> {
  const app = await step('a developer creates an application', () => portal.createApplication({ name: 'billing' }))
  await step('she registers it', () => portal.register(app))
  return app
}
