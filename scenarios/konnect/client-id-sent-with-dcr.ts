import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { assertNothingCreated } from '../steps/nothing-created.ts'

export default scenario({
  id: 'client-id-sent-with-dcr',
  title: 'a client_id sent along with a DCR strategy is refused before Curity is asked',
  refs: ['bug-catalogue client-id-sent-with-dcr', 'konnect.md 9.4'],
  tags: ['misconfiguration', 'dcr', 'konnect'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, levers } = world
    const json = { name: 'billing', client_id: 'copied-from-elsewhere' }
    const refused = await step('a script sends one', () => portal.call('POST', '/applications', { json }))
    assert.equal(refused.status, 400)
    const [parameter] = (refused.body as { invalid_parameters: { field: string }[] }).invalid_parameters
    assert.equal(parameter?.field, 'client_id')
    assert.deepEqual(await levers.exchanges({ server: 'mock-curity' }), [])
    await assertNothingCreated(world, step)
    await step('without it the application is made', () => portal.createApplication({ name: 'billing' }))
  },
})
