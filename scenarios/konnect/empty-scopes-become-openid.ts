import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'empty-scopes-become-openid',
  title: 'no scopes in the strategy ask Curity for openid, unless the switch leaves empty what is empty',
  refs: ['bug-catalogue empty-scopes-become-openid', 'Kong/terraform-provider-konnect 2.0.0', 'konnect.md 11.1'],
  tags: ['dcr', 'konnect'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, levers } = world
    const asked = async () => {
      const calls = await levers.exchanges({ server: 'mock-curity' })
      const call = calls.findLast(({ request }) => request.method === 'POST' && request.url.includes('registration'))
      return (JSON.parse(call?.request.body ?? '{}') as { scope?: string }).scope
    }
    await step('an application of a strategy without scopes is made', () => portal.createApplication({ name: 'one' }))
    assert.equal(await asked(), 'openid')
    await levers.behave('konnect', { emptyScopes: 'empty' })
    await step('and one while empty stays empty', () => portal.createApplication({ name: 'two' }))
    assert.equal(await asked(), undefined)
  },
})
