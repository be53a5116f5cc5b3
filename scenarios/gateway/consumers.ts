import assert from 'node:assert/strict'
import type { Reply } from '../../harness/public.ts'
import { scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import {
  addConsumer,
  addOwnGroup,
  addToGroup,
  changeConsumer,
  openIdConnect,
  removeConsumer,
  routeWith,
} from '../steps/plugins.ts'

const tags = ['gateway', 'consumers']
const needs = ['levers'] as const

/** Who the upstream is told to be called by. */
const caller = ({ body }: Reply) => (body as { headers: Record<string, string> }).headers['x-consumer-username']

/** The stand-alone plugin, which knows consumers. */
export default [
  scenario({
    id: 'consumer-claim-shape-changed',
    title: 'consumer_claims, a list of lists, finds nobody before 3.14; consumer_claim is still taken by 3.14',
    refs: ['bug-catalogue consumer-claim-shape-changed', 'Kong breaking changes 3.14', 'changelog 3.14.0.0'],
    tags,
    needs,
    async run(world, step) {
      const app = await registeredApplication(world, step)
      await addConsumer(world, { username: 'billing', custom_id: app.clientId })
      await routeWith(world, '/lists', { 'openid-connect': openIdConnect(world, { consumer_claims: [['sub']] }) })
      await routeWith(world, '/list', { 'openid-connect': openIdConnect(world, { consumer_claim: ['sub'] }) })
      const callers = async (gatewayVersion: string) => {
        await arrange(world, { behaviour: { gateway: { gatewayVersion } } })
        const lists = await world.gateway.get('/lists', { basic: app })
        return [caller(lists), caller(await world.gateway.get('/list', { basic: app }))]
      }
      assert.deepEqual(await step('3.13', () => callers('3.13')), [undefined, 'billing'])
      assert.deepEqual(await step('3.14', () => callers('3.14')), ['billing', 'billing'])
    },
  }),
  scenario({
    id: 'anonymous-cached-as-nil',
    title: 'a release that looked the anonymous consumer up before it was there does not see it come',
    refs: ['bug-catalogue anonymous-cached-as-nil', 'Kong openid-connect changelog 3.8.0.0, 3.7.1.0, 3.4.3.9'],
    tags,
    needs,
    async run(world, step) {
      await routeWith(world, '/open', { 'openid-connect': openIdConnect(world, { anonymous: 'nobody' }) })
      await arrange(world, { quirks: { gateway: ['nil-consumer-cached'] } })
      const call = () => world.gateway.get('/open')
      const unknown = [500, 'gateway.consumer.anonymous-unknown']
      const early = await step('a call without credentials comes before the consumer', call)
      assert.deepEqual([early.status, early.reason], unknown)
      await step('the consumer is made', () => addConsumer(world, { username: 'nobody' }))
      const stale = await step('it stays unknown', call)
      assert.deepEqual([stale.status, stale.reason], unknown)
      await arrange(world, {})
      const found = await step('a mended release finds it', call)
      assert.deepEqual([found.status, caller(found)], [200, 'nobody'])
    },
  }),
  scenario({
    id: 'acl-ignores-own-groups',
    title: 'with include_consumer_groups a release does not see the groups of the consumer itself',
    refs: ['bug-catalogue acl-ignores-own-groups', 'Kong ACL changelog 3.15.0.1, 3.14.0.8'],
    tags,
    needs,
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const consumer = await addConsumer(world, { username: 'billing', custom_id: app.clientId })
      await addOwnGroup(world, consumer, 'buyers')
      await addToGroup(world, consumer, 'gold')
      const oidc = openIdConnect(world, { consumer_claim: ['sub'] })
      const include_consumer_groups = true
      const chain = (acl: object) => ({ 'openid-connect': oidc, acl: { include_consumer_groups, ...acl } })
      await routeWith(world, '/allow', chain({ allow: ['buyers'] }))
      await routeWith(world, '/deny', chain({ deny: ['buyers'] }))
      const statuses = async () => {
        const replies = [await world.gateway.get('/allow', { basic: app })]
        replies.push(await world.gateway.get('/deny', { basic: app }))
        return replies.map(({ status }) => status)
      }
      await arrange(world, { quirks: { gateway: ['acl-ignores-consumer-groups'] } })
      assert.deepEqual(await step('wrongly refused, wrongly let on', statuses), [403, 200])
      await arrange(world, {})
      assert.deepEqual(await step('a mended release', statuses), [200, 403])
    },
  }),
  scenario({
    id: 'incremental-sync-stale-consumer',
    title: 'a release goes on with a consumer as it was when it is changed or deleted by incremental sync',
    refs: [
      'bug-catalogue incremental-sync-stale-consumer',
      'Kong openid-connect changelog 3.13.0.0, 3.12.0.1, 3.11.0.6, 3.10.0.7',
    ],
    tags: [...tags, 'operations'],
    needs,
    async run(world, step) {
      const app = await registeredApplication(world, step)
      const custom_id = app.clientId
      const consumer = await addConsumer(world, { username: 'old-name', custom_id })
      await routeWith(world, '/plain', { 'openid-connect': openIdConnect(world, { consumer_claim: ['sub'] }) })
      const call = () => world.gateway.get('/plain', { basic: app })
      const quirky = { quirks: { gateway: ['no-consumer-invalidation'] } }
      await arrange(world, quirky)
      assert.equal(caller(await step('it calls', call)), 'old-name')
      await step('the consumer is renamed', () => changeConsumer(world, consumer, { username: 'new-name', custom_id }))
      assert.equal(caller(await step('the old name goes on', call)), 'old-name')
      await arrange(world, {})
      assert.equal(caller(await step('a mended release tells the new one', call)), 'new-name')
      await arrange(world, quirky)
      await step('the consumer is deleted', () => removeConsumer(world, consumer))
      assert.equal((await step('and goes on calling', call)).status, 200)
      await arrange(world, {})
      const gone = await step('a mended release refuses', call)
      assert.deepEqual([gone.status, gone.reason], [403, 'gateway.consumer.not-found'])
    },
  }),
]
