import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { assertNothingCreated } from '../steps/nothing-created.ts'

export default scenario({
  id: 'unknown-strategy',
  title: 'an application with a strategy that does not exist is not created',
  refs: ['konnect.md 9.4'],
  tags: ['refusal', 'portal'],
  needs: ['levers'],
  async run(world, step) {
    const reply = await step('a developer names a strategy nobody made', () =>
      world.portal.call('POST', '/applications', {
        json: { name: 'billing', auth_strategy_id: '7f9fd312-a987-4628-b4c5-bb4f4fddd5f7' },
      }),
    )
    assert.equal(reply.status, 404)
    assert.equal(reply.reason, 'konnect.not-found')
    await assertNothingCreated(world, step)
  },
})
