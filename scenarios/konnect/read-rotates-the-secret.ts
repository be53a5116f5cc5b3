import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'read-rotates-the-secret',
  title: 'each read of a client at Curity replaces its secret: the old one is dead, and Konnect reads only to rotate',
  refs: ['bug-catalogue read-rotates-the-secret', 'curity.md 3'],
  tags: ['end', 'dcr'],
  async run(world, step) {
    const { portal, curity } = world
    const application = await portal.createApplication({ name: 'billing' })
    await step('a rename asks Curity nothing', () =>
      portal.call('PATCH', `/applications/${application.id}`, { json: { name: 'invoices' } }),
    )
    await step('the secret is good', () => curity.clientCredentials(application))
    const rotated = await step('the secret is renewed', () => portal.rotateSecret(application))
    const old = await curity.requestToken({ grant_type: 'client_credentials' }, application)
    assert.equal(old.status, 401)
    await step('the new one is good', () => curity.clientCredentials(rotated))
  },
})
