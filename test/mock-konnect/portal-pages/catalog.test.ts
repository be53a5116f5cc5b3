import { describe, expect } from 'vitest'
import { addressIn, curlLines } from '../../../mock-konnect/portal-pages/catalog/curl-lines.ts'
import { demo, demoKonnect, test } from '../portal-world.ts'
import { reader } from './reader.ts'

const { ids } = demo
const sites = [
  { site: '/portal', offer: '/portal/apis/orders-v1', use: 'Use this API' },
  {
    site: '/portal/classic',
    offer: `/portal/classic/products/${ids.product}/versions/${ids.productVersion}`,
    use: 'Register',
  },
]

describe.for(sites)('$site', ({ site, offer, use }) => {
  test('an application of one is chosen and registered once', async ({ konnect }) => {
    const developer = reader(konnect.app)
    await developer.signIn(site)
    const made = await developer.send(`${site}/application/create`, { name: 'mine' })
    const [, id = ''] = /\/application\/([^"]+)" class="button"/.exec(made.html) ?? []
    expect((await developer.open(offer)).text).toContain(
      `Authentication: Curity (client_credentials, bearer, session) ${use}`,
    )
    expect((await developer.open(`${offer}/use`)).text).toContain('With an application of yours Application mine')

    const registered = await developer.send(`${offer}/use`, { application: id })
    expect([registered.url, registered.text]).toEqual([
      `${offer}?done=registered`,
      expect.stringMatching(/Registered: the application may use this API\. .*Your applications .* mine approved/),
    ])
    const again = await developer.send(`${offer}/use`, { application: id })
    expect([again.status, again.refusals.application]).toEqual([409, 'API is already registered to the application'])
    expect((await developer.send(`${offer}/use`, { application: ids.api })).status).toBe(404)

    const [, unregister = ''] =
      /href="([^"]+\/registrations\/[^"]+\/delete)"/.exec((await developer.open(`${site}/application/${id}`)).html) ??
      []
    expect((await developer.open(unregister)).text).toContain("The application's calls will be refused from then on.")
    const ended = await developer.send(unregister, {})
    expect([ended.url, ended.text]).toEqual([
      `${site}/application/${id}?done=unregistered`,
      expect.stringContaining('It is registered for nothing yet.'),
    ])
    expect((await developer.send(unregister, {})).status).toBe(404)
  })

  test('an application that is made for it comes with its secret and the line to call with', async ({
    idp,
    onTestFinished,
  }) => {
    const konnect = await demoKonnect(idp.issuer, {}, { gatewayUrl: 'http://gateway.test:8000' })
    onTestFinished(() => konnect.app.close())
    const developer = reader(konnect.app)
    await developer.signIn(site)
    const refused = await developer.send(`${offer}/use/new`, { name: '', redirect_uri: 'no' })
    expect([refused.status, refused.refusals, refused.typed('Create New Application').redirect_uri]).toEqual([
      400,
      expect.objectContaining({ name: '"name" is required', redirect_uri: '"redirect_uri" must be a valid URL' }),
      'no',
    ])
    const made = await developer.send(`${offer}/use/new`, { name: 'new' })
    const [client] = [...idp.clients.values()]
    const line = `curl -i -u ${client?.client_id}:${client?.client_secret} http://gateway.test:8000/orders`
    expect(made.text).toContain(`It is registered for Orders v1 . Call it ${line}`)
  })

  test('registrations that wait for approval are told', async ({ idp, onTestFinished }) => {
    const given = { publication: { auto_approve_registrations: false } }
    const konnect = await demoKonnect(idp.issuer, given)
    onTestFinished(() => konnect.app.close())
    const developer = reader(konnect.app)
    await developer.signIn(site)
    const made = await developer.send(`${offer}/use/new`, { name: 'waits' })
    expect(made.text).toContain('Registration Under Review: it may call Orders v1 once somebody has approved that.')
    await developer.send(`${site}/application/create`, { name: 'waits too' })
    const [, choice = ''] = /<option value="([^"]+)"/.exec((await developer.open(`${offer}/use`)).html) ?? []
    const asked = await developer.send(`${offer}/use`, { application: choice })
    expect(asked.text).toContain('Registration Under Review')
  })

  test('a registration that is refused does not take the secret away that was made with it', async ({ konnect }) => {
    const developer = reader(konnect.app)
    await developer.signIn(site)
    konnect.levers.faults.arm({ endpoint: 'konnect.register', kind: 'answer', status: 503, body: 'busy' })
    const made = await developer.send(`${offer}/use/new`, { name: 'half' })
    expect(made.refusals['']).toBe('It is not registered for Orders v1: The Portal API answered 503.')
    expect(made.html).toMatch(/<code id="client-secret">[^<]+</)
  })
})

test('strangers are asked to sign in where they may not look, and led back', async ({ konnect }) => {
  const stranger = reader(konnect.app)
  expect((await stranger.open('/portal')).text).toContain('Nothing here is open to everybody.')
  const asked = await stranger.open('/portal/apis/orders-v1')
  expect(asked.url).toBe(`/portal/sign-in?return=${encodeURIComponent('/portal/apis/orders-v1')}`)
  await stranger.signIn('/portal')
  expect((await stranger.open('/portal/apis/nothing')).status).toBe(404)
})

test('a version that takes no registrations says so', async ({ konnect, operator }) => {
  const path = `/v2/portals/${ids.classicPortal}/product-versions/${ids.productVersion}`
  expect((await operator.patch(path, { application_registration_enabled: false })).status).toBe(200)
  const developer = reader(konnect.app)
  await developer.signIn('/portal/classic')
  expect((await developer.open(sites[1]?.offer ?? '')).text).toContain('Registration is closed.')
})

describe('the line that calls an API', () => {
  const spec = (more: object) =>
    JSON.stringify({ openapi: '3.1.0', paths: { '/{id}': { get: {} }, '/a': { get: {} } }, ...more })

  test.for<[string, string, string | undefined, string | undefined]>([
    [
      'names the server of the specification',
      spec({ servers: [{ url: 'https://api.test/v1/' }] }),
      undefined,
      'https://api.test/v1/a',
    ],
    ['takes the gateway for a path as server', spec({ servers: [{ url: '/v1' }] }), 'http://gw', 'http://gw/v1/a'],
    ['takes the gateway where no server is named', spec({}), 'http://gw', 'http://gw/a'],
    ['is none where nobody knows the server', spec({}), undefined, undefined],
    [
      'is none without an operation that can be called as it is',
      spec({ paths: { '/{id}': { get: {} } } }),
      'http://gw',
      undefined,
    ],
    ['is none where nothing can be read', '{', 'http://gw', undefined],
  ])('%s', ([, text, gateway, address]) => {
    expect(addressIn(text, gateway)).toBe(address)
  })

  test('is safe to run, whatever is in it', () => {
    const strategy = {
      id: '1',
      name: 'x',
      credential_type: 'client_credentials',
      auth_methods: ['client_credentials', 'bearer', 'session'],
    }
    expect(curlLines(strategy, 'http://gw/a', { clientId: 'a', clientSecret: "b'; rm -rf $HOME" })).toEqual([
      `curl -i -u 'a:b'\\''; rm -rf $HOME' http://gw/a`,
      'curl -i -H "Authorization: Bearer $ACCESS_TOKEN" http://gw/a',
    ])
    expect(curlLines(strategy, 'http://gw/a b', { clientId: '`id`$(id)"' })[0]).toBe(
      'curl -i -u "\\`id\\`\\$(id)\\":$CLIENT_SECRET" \'http://gw/a b\'',
    )
    expect(curlLines({ ...strategy, credential_type: 'key_auth', key_names: ['apikey'] }, 'http://gw/a', {})).toEqual([
      'curl -i -H "apikey: $API_KEY" http://gw/a',
    ])
  })
})
