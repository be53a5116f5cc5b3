import { demo } from '../../harness/demo/names.ts'
import type { Made } from '../../harness/drivers/konnect.ts'
import type { World } from '../../harness/world.ts'

/** Changes members of the demo strategy's openid-connect object, as an operator does with its advanced configuration. */
export async function changeStrategy({ konnect }: World, members: object): Promise<Made> {
  const path = `/v2/application-auth-strategies/${demo.ids.strategy}`
  const { configs } = await konnect.read<{ configs: { 'openid-connect': object } }>(path)
  return konnect.change(path, { configs: { 'openid-connect': { ...configs['openid-connect'], ...members } } })
}
