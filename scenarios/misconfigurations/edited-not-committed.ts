import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'edited-not-committed',
  title: 'what is edited and not committed changes nothing',
  refs: ['curity.md 10', 'curity.md 7.3'],
  tags: ['misconfiguration', 'dcr'],
  needs: ['levers'],
  given: { curity: { behaviour: { adminChanges: 'staged' } } },
  async run(world, step) {
    const { curity, addresses } = world
    const admin = `${addresses.curity.admin}/admin/api/restconf`
    const headers = { authorization: `Basic ${btoa('admin:admin-password')}` }
    const section =
      'profiles/profile=token-service,oauth-service/settings/authorization-server/dynamic-client-registration'
    const edit = await step('an administrator takes registration away', () =>
      curity.call('DELETE', `${admin}/data/${section}`, { headers }),
    )
    assert.equal(edit.status, 204)
    assert.ok((await step('Curity still publishes it', () => curity.discover())).registration_endpoint)
    await step('she commits', () => curity.call('POST', `${admin}/operations/dcr-harness:commit`, { headers }))
    const after = await step('and Curity does no more', () => curity.discover())
    assert.equal(after.registration_endpoint, undefined)
  },
})
