import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { openidConnect, requestStrategy } from '../steps/strategy.ts'

export default scenario({
  id: 'labels-inside-config-400',
  title: 'labels inside the openid-connect object are an unknown field; beside it they are taken',
  refs: ['bug-catalogue labels-inside-config-400', 'Kong/terraform-provider-konnect#193', 'konnect.md 1.4'],
  tags: ['misconfiguration', 'konnect'],
  async run(world, step) {
    const labels = { env: 'test' }
    const refused = await step('a tool nests them', () => requestStrategy(world, { ...openidConnect, labels }))
    assert.equal(refused.status, 400)
    assert.deepEqual((refused.body as { invalid_parameters: object[] }).invalid_parameters, [
      { field: 'configs.openid-connect.labels', reason: 'unknown field', rule: 'invalid', source: 'body' },
    ])
    const taken = await step('and puts them beside', () => requestStrategy(world, openidConnect, { labels }))
    assert.equal(taken.status, 201)
  },
})
