import assert from 'node:assert/strict'
import { demo } from '../../harness/demo/names.ts'
import { type Reply, scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { addAce, changeAce, publishOperations } from '../steps/operations.ts'
import { addConsumer, addToGroup, routeWith } from '../steps/plugins.ts'

const tags = ['gateway', 'plugins', 'ace']
const needs = ['levers'] as const
const required = { config: { match_policy: 'required' } }

/** Status, reason, and which of the two plugins was asked last. */
function answerOf({ status, reason, headers }: Reply) {
  const asked = Array.from(decodeURIComponent(String(headers['x-harness-trail'])).matchAll(/(\S+) asks/g))
  return [status, reason, asked.at(-1)?.[1]]
}

/** The plugin `ace`, for APIs that are linked to a control plane as a whole. */
export default [
  scenario({
    id: 'ace-required-blocks-everything',
    title: 'with match_policy required, ace answers 404 to every request that is no published operation',
    refs: ['bug-catalogue ace-required-blocks-everything', 'Kong docs, ACE route matching', 'gateway.md 5.4'],
    tags,
    needs,
    async run(world, step) {
      const { portal, gateway } = world
      const api = await step('an API is linked to the control plane', () => publishOperations(world, 'Bills', '/bills'))
      await routeWith(world, '/bills', {})
      await routeWith(world, '/status', {})
      const ace = await step('ace is put on everything', () => addAce(world, required))
      const app = await step('an application is created', () => portal.createApplication({ name: 'billing' }))
      await step('and registered for the API', () => portal.register(app, api))
      const other = await step('another route of the control plane is called', () => gateway.get('/status'))
      assert.deepEqual([other.status, other.reason], [404, 'gateway.no-operation'])
      assert.equal((await step('the operation is open', () => gateway.get('/bills', { basic: app }))).status, 200)

      await step('match_policy if_present', () => changeAce(world, ace, { config: { match_policy: 'if_present' } }))
      const open = await step('the other route is open, without credentials', () => gateway.get('/status'))
      assert.equal(open.status, 200)
      const kept = await step('the operation is not', () => gateway.get('/bills'))
      assert.deepEqual([kept.status, kept.reason], [401, 'gateway.no-credentials'])
    },
  }),
  scenario({
    id: 'kaa-and-ace-together',
    title: 'with konnect-application-auth and ace on one control plane, their order decides what a caller is told',
    refs: ['bug-catalogue kaa-and-ace-together', 'Kong docs, KAA vs ACE', 'gateway.md 5.1, 5.4'],
    tags,
    needs,
    async run(world, step) {
      const { portal, gateway } = world
      const app = await registeredApplication(world, step)
      const api = await step('an API has an operation behind the service that konnect-application-auth guards', () =>
        publishOperations(world, 'Bills', '/orders/bills'),
      )
      const ace = await step('ace is added by hand', () => addAce(world, required))
      const answers = async () => [
        answerOf(await gateway.get('/orders/other')),
        answerOf(await gateway.get('/orders/other', { basic: app })),
        answerOf(await gateway.get('/orders/bills')),
        answerOf(await gateway.get('/orders/bills', { basic: app })),
      ]
      const [strange, unknown] = ['gateway.no-credentials', 'gateway.no-operation']
      const elsewhere = 'gateway.application.not-registered'
      assert.deepEqual(await step('in their usual order', answers), [
        [401, strange, 'konnect-application-auth'],
        [404, unknown, 'ace'],
        [401, strange, 'konnect-application-auth'],
        [403, elsewhere, 'ace'],
      ])
      const ordering = { before: { access: ['konnect-application-auth'] } }
      await step('ace is ordered before', () => changeAce(world, ace, { ...required, ordering }))
      assert.deepEqual(await step('in the other order', answers), [
        [404, unknown, 'ace'],
        [404, unknown, 'ace'],
        [401, strange, 'ace'],
        [403, elsewhere, 'ace'],
      ])
      await step('the application is registered for both', () => portal.register(app, api))
      const both = await step('and gets through both', () => gateway.get('/orders/bills', { basic: app }))
      assert.equal(both.status, 200)
    },
  }),
  scenario({
    id: 'acl-ignores-groups-set-upstream-of-it',
    title: 'a release whose acl sees one source of groups refuses a caller whose groups ace has set',
    refs: ['bug-catalogue acl-ignores-groups-set-upstream-of-it', 'Kong ACL changelog 3.13.0.1, 3.14.0.0'],
    tags,
    needs,
    async run(world, step) {
      const { portal, konnect, gateway } = world
      const api = await step('an API is linked to the control plane', () => publishOperations(world, 'Bills', '/bills'))
      await routeWith(world, '/bills', { acl: { allow: ['buyers'] } })
      await step('ace is put on everything', () => addAce(world, required))
      const app = await step('an application is created', () => portal.createApplication({ name: 'billing' }))
      const registration = await step('and registered for the API', () => portal.register(app, api))
      const consumer = await step('a consumer is in a group', () => addConsumer(world, { username: 'billing' }))
      await addToGroup(world, consumer, 'buyers')
      const call = () => gateway.get('/bills', { basic: app })
      const outside = await step('it is of no group', call)
      assert.deepEqual([outside.status, outside.reason], [403, 'gateway.acl.not-allowed'])
      const path = `/v3/portals/${demo.ids.portal}/applications/${app.id}/registrations/${registration.id}/consumer`
      const link = await step('it stands for the consumer', () =>
        konnect.call('PUT', path, { json: { id: consumer.id } }),
      )
      assert.equal(link.status, 204)

      await arrange(world, { quirks: { gateway: ['acl-single-source'] } })
      const refused = await step('acl looks at the consumer alone', call)
      assert.deepEqual([refused.status, refused.reason], [403, 'gateway.acl.not-allowed'])
      await arrange(world, {})
      assert.equal((await step('a mended release counts the groups that ace has set', call)).status, 200)
    },
  }),
]
