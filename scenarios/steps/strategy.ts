import { demo } from '../../harness/demo/names.ts'
import type { Reply } from '../../harness/drivers/caller.ts'
import type { Made } from '../../harness/drivers/konnect.ts'
import type { World } from '../../harness/world.ts'

/** Changes members of the demo strategy's openid-connect object, as an operator does with its advanced configuration. */
export async function changeStrategy({ konnect }: World, members: object): Promise<Made> {
  const path = `/v2/application-auth-strategies/${demo.ids.strategy}`
  const { configs } = await konnect.read<{ configs: { 'openid-connect': object } }>(path)
  return konnect.change(path, { configs: { 'openid-connect': { ...configs['openid-connect'], ...members } } })
}

/** What a request for a strategy of the demo's provider may hold in its openid-connect object. */
export const openidConnect = {
  issuer: 'https://curity.example',
  credential_claim: ['sub'],
  scopes: [] as string[], // which may have any
  auth_methods: ['bearer'],
}

/** Asks for a strategy with `configs` as its openid-connect object, and `more` beside that; gives the answer, whatever it is. */
export async function requestStrategy({ konnect }: World, configs: object, more: object = {}): Promise<Reply> {
  const [provider] = await konnect.list('/v2/dcr-providers')
  const names = { name: 's', display_name: 'S', strategy_type: 'openid_connect', dcr_provider_id: provider?.id }
  return konnect.call('POST', '/v2/application-auth-strategies', {
    json: { ...names, configs: { 'openid-connect': configs }, ...more },
  })
}
