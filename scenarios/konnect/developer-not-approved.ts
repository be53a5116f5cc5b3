import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'developer-not-approved',
  title: 'a pending developer is told that she waits for approval, and Curity is not asked',
  refs: ['bug-catalogue developer-not-approved', 'konnect.md 9.2'],
  tags: ['refusal', 'konnect'],
  needs: ['levers'],
  given: { developer: { status: 'pending' } },
  async run(world, step) {
    const { portal, konnect, levers, addresses } = world
    const { email, password } = addresses.konnect.developer
    const signIn = () => portal.call('POST', '/developer/authenticate', { json: { username: email, password } })
    const refused = await step('she signs in', signIn)
    const { title, detail } = refused.body as { title: string; detail: string }
    assert.equal(refused.status, 401)
    assert.equal(title, 'Approval Required')
    assert.equal(detail, 'Your account is pending approval for access.')
    assert.deepEqual(await levers.exchanges({ server: 'mock-curity' }), [])
    const [ours] = await konnect.list('/v3/portals')
    const developers = `/v3/portals/${ours?.id}/developers`
    const [developer] = await konnect.list(developers)
    await step('an operator approves her', () =>
      konnect.change(`${developers}/${developer?.id}`, { status: 'approved' }),
    )
    assert.equal((await step('she signs in again', signIn)).status, 204)
  },
})
