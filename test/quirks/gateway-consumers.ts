import type { Reply, World } from '../../harness/public.ts'
import { addConsumer, changeConsumer, openIdConnect, routeWith } from '../../scenarios/steps/plugins.ts'
import { type QuirkRow, said } from './row.ts'

interface GatewayState {
  configuration: { entities: { consumers: object[] } }
}

/** Puts every consumer of the data plane into groups. */
async function inGroups({ levers, gateway }: World, groups: object): Promise<void> {
  await gateway.inSync()
  const state = (await levers.state('gateway', { secrets: true })) as GatewayState // the node's state document
  const { entities } = state.configuration
  const consumers = entities.consumers.map((consumer) => ({ ...consumer, ...groups }))
  const configuration = { ...state.configuration, entities: { ...entities, consumers } }
  await levers.load('gateway', { ...state, configuration })
}

/** Who the upstream is told to be called by. */
const caller = ({ body }: Reply) => (body as { headers: Record<string, string> }).headers['x-consumer-username']

/** What a node keeps of consumers, and which groups they count as. */
export const consumerRows: Readonly<Record<string, QuirkRow>> = {
  'nil-consumer-cached': {
    async sees(world) {
      await routeWith(world, '/open', { 'openid-connect': openIdConnect(world, { anonymous: 'nobody' }) })
      await world.gateway.get('/open')
      await addConsumer(world, { username: 'nobody' })
      return said(await world.gateway.get('/open'))
    },
    without: 200,
    with: 'gateway.consumer.anonymous-unknown',
  },
  'no-consumer-invalidation': {
    async sees(world, app) {
      const custom_id = app.clientId
      const consumer = await addConsumer(world, { username: 'old-name', custom_id })
      await routeWith(world, '/plain', { 'openid-connect': openIdConnect(world, { consumer_claim: ['sub'] }) })
      await world.gateway.get('/plain', { basic: app })
      await changeConsumer(world, consumer, { username: 'new-name', custom_id })
      return caller(await world.gateway.get('/plain', { basic: app }))
    },
    without: 'new-name',
    with: 'old-name',
  },
  'acl-ignores-consumer-groups': {
    async sees(world, app) {
      await addConsumer(world, { username: 'billing', custom_id: app.clientId })
      await routeWith(world, '/allow', {
        'openid-connect': openIdConnect(world, { consumer_claim: ['sub'] }),
        acl: { include_consumer_groups: true, allow: ['buyers'] },
      })
      await inGroups(world, { groups: ['buyers'], consumer_groups: ['gold'] })
      return said(await world.gateway.get('/allow', { basic: app }))
    },
    without: 200,
    with: 'gateway.acl.not-allowed',
  },
}
