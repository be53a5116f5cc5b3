import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'registered-twice',
  title: 'a registration sent again after a lost answer is a 409, and there is one',
  refs: ['bug-catalogue registered-twice', 'konnect.md 9.6'],
  tags: ['portal', 'konnect'],
  needs: ['levers'],
  async run(world, step) {
    const { portal, levers } = world
    const application = await portal.createApplication({ name: 'billing' })
    const [offer] = await portal.offers()
    const path = `/applications/${application.id}/registrations`
    const register = () => portal.call('POST', path, { json: { api_id: offer?.id } })
    await levers.fault('konnect', { kind: 'hang-up', endpoint: 'konnect.register', commit: true })
    await step('the answer to a registration is lost', () => assert.rejects(register))
    const again = await step('a script sends it again', register)
    assert.equal(again.status, 409)
    assert.equal((again.body as { detail: string }).detail, 'API is already registered to the application')
    const { body } = await portal.call('GET', path)
    assert.equal((body as { data: unknown[] }).data.length, 1)
  },
})
