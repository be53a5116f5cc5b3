import { expect, test } from 'vitest'
import { basicAuthorization } from '../../../kit/http-client.ts'
import { member } from '../rig.ts'
import { signedIn, type Visits, words } from './visits.ts'
import { hidden, registrationPage as page, through, wizardOnly } from './wizard-walk.ts'

const dcr = (admin: Visits) =>
  admin.rig.configuration().profiles.profile[0]?.settings['authorization-server']['dynamic-client-registration']

test("Kong's recipe: a client with a generated secret, the wizard, a commit; then a script registers", async () => {
  const admin = await signedIn({ configuration: wizardOnly })
  const clients = '/admin/profiles/token-service/clients'
  const created = await admin.post(`${clients}/new`, {
    id: 'portal-dcr',
    capabilities: 'client-credentials',
    'no-authentication': 'secret',
  })
  expect(created.status).toBe(201)
  const secret = /<code id="client-secret">([^<]+)</.exec(created.text)?.[1] ?? ''
  expect(secret).toMatch(/^client_secret_\d+$/)

  expect(words(await admin.get(page))).toContain('Dynamic Client Registration is not enabled.')
  const done = await through(admin, [
    { kinds: ['non-templatized', 'client-management'] },
    { 'client-data-source': 'default-datasource' },
    { method: 'authenticate-client-by' },
    { clients: 'portal-dcr' },
    { nodes: 'default' },
  ])
  expect([done.status, done.location]).toEqual([303, `${page}?done=staged`])
  expect((await admin.rig.form('/token-service/oauth-registration', {})).status).toBe(404)

  await admin.post('/admin/changes/commit')
  expect(dcr(admin)).toEqual({
    'client-data-source': 'default-datasource',
    'non-templatized': {
      capabilities: { code: {}, 'client-credentials': {}, introspection: {} },
      scopes: { all: {} },
      authenticators: { all: {} },
      'client-authentication-method': { secret: {} },
      'authenticate-client-by': ['portal-dcr'],
    },
    'client-management': {},
  })
  const initial = await admin.rig.token({ scope: 'dcr' }, basicAuthorization('portal-dcr', secret))
  const registered = await admin.rig.register(
    { client_name: '<script>alert(1)</script>', grant_types: ['client_credentials'] },
    String(member(initial, 'access_token')),
  )
  expect(registered.status).toBe(201)

  const list = await admin.get(clients)
  expect(words(list)).toContain(
    `${member(registered, 'client_id')} <script>alert(1)</script> 2026-01-01 00:00:00 UTC active portal-dcr`,
  )
  expect(list.text).not.toContain('<script>alert')
  expect(JSON.stringify(admin.rig.exchanges.list())).not.toContain(secret)
})

test('each step asks for its choice, and goes back with what was chosen', async () => {
  const admin = await signedIn({ configuration: wizardOnly })
  const nothing = await through(admin, [{}])
  expect([nothing.status, words(nothing).includes('choose Templatized, Non-Templatized, or both')]).toEqual([400, true])
  const noClient = await through(admin, [{ kinds: 'non-templatized' }, {}, { method: 'authenticate-client-by' }, {}])
  expect(noClient.status).toBe(400)
  expect(noClient.text).toContain('<small id="clients-error" class="refusal">choose at least one client</small>')

  const back = await admin.post(`${page}/enable`, { ...hidden(noClient), clients: 'registrar', back: 'true' })
  expect(words(back)).toContain('Authentication Method')
  expect(back.text).toContain('<option value="authenticate-client-by" selected>')
})

test('templatized alone asks for no authentication method', async () => {
  const admin = await signedIn({ configuration: wizardOnly })
  const nodes = await through(admin, [{ kinds: 'templatized' }, { 'client-data-source': 'default-datasource' }])
  expect(words(nodes)).toContain('Choose nodes')
  await admin.post(`${page}/enable`, { ...hidden(nodes), nodes: 'default' })
  await admin.post('/admin/changes/commit')
  expect(dcr(admin)).toEqual({ 'client-data-source': 'default-datasource', templatized: {} })
})

test('by the switch wizardCapabilities registered clients get no grant, until somebody adds it', async () => {
  const admin = await signedIn({ configuration: wizardOnly, behaviour: { wizardCapabilities: 'none' } })
  await through(admin, [
    { kinds: 'non-templatized' },
    { 'client-data-source': 'default-datasource' },
    { method: 'authenticate-client-by' },
    { clients: 'registrar' },
    { nodes: 'default' },
  ])
  await admin.post('/admin/changes/commit')
  const register = async () => (await admin.rig.register({ grant_types: ['client_credentials'] })).status
  expect(await register()).toBe(400)
  const bounds = { capabilities: 'client-credentials', 'all-scopes': 'true', 'authenticate-client-by': 'registrar' }
  expect((await admin.post(`${page}/non-templatized`, bounds)).location).toBe(`${page}?done=staged`)
  await admin.post('/admin/changes/commit')
  expect(await register()).toBe(201)
})

test('nodes that are not chosen no longer serve the endpoint', async () => {
  const services = {
    'service-role': [{ id: 'inner', endpoints: ['token-service-token', 'token-service-dynamic-client-registration'] }],
  }
  const admin = await signedIn({ configuration: { ...wizardOnly, environments: { environment: { services } } } })
  await through(admin, [{ kinds: 'templatized' }, { 'client-data-source': 'default-datasource' }, { nodes: 'inner' }])
  await admin.post('/admin/changes/commit')
  const roles = admin.rig.configuration().environments.environment.services['service-role']
  const serving = roles.filter(({ endpoints }) => endpoints.includes('token-service-dynamic-client-registration'))
  expect(serving.map(({ id }) => id)).toEqual(['inner'])
})

test('answers that were tampered with begin anew, and what nothing has is refused with nothing staged', async () => {
  const admin = await signedIn({ configuration: wizardOnly })
  const first = await admin.post(`${page}/enable`, { step: 'No such step', answers: '{"kinds":' })
  expect(first.status).toBe(400)
  const refused = await through(admin, [
    { kinds: 'non-templatized' },
    { 'client-data-source': 'elsewhere' },
    { method: 'authenticate-client-by' },
    { clients: 'nobody' },
    { nodes: 'default' },
  ])
  expect(refused.status).toBe(400)
  expect(words(refused)).toContain('"elsewhere" names nothing')
  expect(words(refused)).toContain('"nobody" names nothing')
  expect(words(await admin.get('/admin/changes'))).toContain('Nothing waits for a commit.')
})

test('Disable waits for the commit too', async () => {
  const admin = await signedIn()
  expect((await admin.post(`${page}/disable`)).location).toBe(`${page}?done=staged`)
  expect((await admin.rig.register({ grant_types: ['client_credentials'] })).status).toBe(201)
  await admin.post('/admin/changes/commit')
  expect(dcr(admin)).toBeUndefined()
})
