import { expect } from 'vitest'
import { portalClient } from '../portal-client.ts'
import { demo, test } from '../portal-world.ts'

const portal = `/v3/portals/${demo.ids.portal}`

test('a portal answers to its custom domain while that is enabled', async ({ konnect, operator }) => {
  const visitor = portalClient(konnect, 'v3', 'developers.example.com')
  const ssl = { domain_verification_method: 'http' }
  const { body: other } = await operator.post('/v3/portals', { name: 'other' })
  const path = `/v3/portals/${other.id}/custom-domain`
  await operator.post(path, { hostname: 'Developers.example.com', enabled: true, ssl })
  expect((await visitor.get('/portal')).body).toMatchObject({
    portal_id: other.id,
    canonical_domain: 'developers.example.com',
  })
  await operator.patch(path, { enabled: false })
  expect((await visitor.get('/portal')).body.portal_id).toBe(demo.ids.portal)
  const taken = await operator.post(path, { hostname: 'second.example.com', enabled: true, ssl })
  expect([taken.status, taken.body.invalid_parameters[0]?.field]).toEqual([400, 'hostname'])
})

test('in a portal with roles the teams of a developer say what may be done', async ({ operator, v3 }) => {
  const actions = async () => (await v3.get(`/apis/${demo.ids.api}/actions`)).body.actions
  expect(await actions()).toEqual({ view: true, register: true, view_documentation: true })
  await operator.patch(portal, { rbac_enabled: true })
  expect(await actions()).toEqual({ view: false, register: false, view_documentation: false })

  const { body: team } = await operator.post(`${portal}/teams`, { name: 'blue' })
  const role = { entity_id: demo.ids.api, entity_type_name: 'Services', entity_region: '*' }
  await operator.post(`${portal}/teams/${team.id}/developers`, { id: demo.ids.developer })
  await operator.post(`${portal}/teams/${team.id}/assigned-roles`, { ...role, role_name: 'API Viewer' })
  expect(await actions()).toEqual({ view: true, register: false, view_documentation: true })
  await operator.post(`${portal}/teams/${team.id}/assigned-roles`, { ...role, role_name: 'API Consumer' })
  expect(await actions()).toEqual({ view: true, register: true, view_documentation: true })

  await operator.delete(`${portal}/teams/${team.id}`)
  expect(await actions()).toEqual({ view: false, register: false, view_documentation: false })
})

test('a secret of the sign-in settings is told to nobody', async ({ konnect, operator }) => {
  const path = `${portal}/authentication-settings`
  const oidc = { oidc_issuer: 'https://idp.example', oidc_client_id: 'portal', oidc_client_secret: 'portal-secret' }
  const { body } = await operator.patch(path, oidc)
  expect(body.oidc_config).toMatchObject({ issuer: 'https://idp.example', client_id: 'portal' })
  const exchanges = JSON.stringify(konnect.levers.exchanges.list())
  const state = JSON.stringify(await konnect.levers.state.snapshot({ secrets: false }))
  expect(JSON.stringify(body) + exchanges + state).not.toContain('portal-secret')
})
