import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { openidConnect, requestStrategy } from '../steps/strategy.ts'

export default scenario({
  id: 'scopes-required-or-not',
  title: 'a strategy without scopes is refused and says which member is missing; an empty list is taken',
  refs: ['bug-catalogue scopes-required-or-not', 'Kong/terraform-provider-konnect#162, #163', 'konnect.md 3.1'],
  tags: ['misconfiguration', 'konnect'],
  async run(world, step) {
    const { scopes: _, ...without } = openidConnect
    const refused = await step('none are sent', () => requestStrategy(world, without))
    assert.equal(refused.status, 400)
    const [parameter] = (refused.body as { invalid_parameters: { field: string; rule: string }[] }).invalid_parameters
    assert.deepEqual([parameter?.field, parameter?.rule], ['configs.openid-connect.scopes', 'required'])
    assert.equal((await step('an empty list', () => requestStrategy(world, openidConnect))).status, 201)
  },
})
