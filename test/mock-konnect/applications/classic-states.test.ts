import { describe, expect } from 'vitest'
import { demo, test } from '../portal-world.ts'

const developer = `/v2/portals/${demo.ids.classicPortal}/developers/${demo.ids.classicDeveloper}`
const product_version_id = demo.ids.productVersion

describe('states at the classic portal (konnect.md 5)', () => {
  test('of a registration: any of the four follows any other', async ({ v2, operator }) => {
    const { body: application } = await v2.post('/applications', { name: 'billing' })
    const { body } = await v2.post(`/applications/${application.id}/registrations`, { product_version_id })
    expect(body.status).toBe('approved')
    const at = `/v2/portals/${demo.ids.classicPortal}/applications/${application.id}/registrations/${body.id}`
    for (const status of ['revoked', 'rejected', 'pending', 'approved']) {
      expect((await operator.patch(at, { status })).body.status).toBe(status)
      const { body: seen } = await v2.get(`/applications/${application.id}/registrations/${body.id}`)
      expect(seen.status).toBe(status)
    }
    const wrong = await operator.patch(at, { status: 'open' })
    expect([wrong.status, wrong.body.invalid_parameters[0]?.field]).toEqual([400, 'status'])
  })

  test('of a developer: only an approved one signs in, whatever she was before', async ({ v2, operator }) => {
    const { email: username, password } = demo.developer
    const signIn = async () => (await v2.post('/developer/authenticate', { username, password })).status
    for (const status of ['pending', 'revoked', 'rejected', 'approved']) {
      expect((await operator.patch(developer, { status })).body.status).toBe(status)
      expect([status, await signIn()]).toEqual([status, status === 'approved' ? 204 : 401])
    }
  })

  test('of a developer: her applications and registrations stay while she may not come in', async ({
    v2,
    operator,
    idp,
  }) => {
    const { body: application } = await v2.post('/applications', { name: 'billing' })
    const { body } = await v2.post(`/applications/${application.id}/registrations`, { product_version_id })
    await operator.patch(developer, { status: 'revoked' })
    const at = `/v2/portals/${demo.ids.classicPortal}/applications/${application.id}`
    expect((await operator.get(`${at}/registrations/${body.id}`)).body.status).toBe('approved')
    expect(idp.clients.size).toBe(1)
    expect((await operator.delete(at)).status).toBe(204)
    expect(idp.clients.size).toBe(0)
  })
})
