import { describe, expect } from 'vitest'
import { test as base, demo } from '../portal-world.ts'
import { type ReadPage, reader } from './reader.ts'

const test = base.extend('developer', async ({ konnect }) => {
  const one = reader(konnect.app)
  await one.signIn('/portal')
  return one
})

const shownIn = ({ html }: ReadPage, id: string) => new RegExp(`id="${id}">([^<]*)<`).exec(html)?.[1]
const openId = { issuer: 'http://idp.test', credential_claim: ['client_id'], scopes: [], auth_methods: ['bearer'] }
const below = 'Refused: what is wrong stands at the fields below.'
const evil = '<script>alert(1)</script>'

describe.for(['/portal', '/portal/classic'])('%s', (site) => {
  const classic = site.endsWith('classic')
  const labels = classic
    ? { apps: 'My Apps', close: 'Proceed', name: 'Application Name' }
    : { apps: 'My applications', close: 'Copy secret and close', name: 'Application name' }

  test('an application is created, shown with its secret once, changed, given a new secret and deleted', async ({
    konnect,
    idp,
  }) => {
    const developer = reader(konnect.app)
    await developer.signIn(site)
    const list = await developer.open(`${site}/my-apps`)
    expect(list.text).toContain(`${labels.apps} New App You have no application yet.`)

    const asked = await developer.open(`${site}/application/create`)
    expect(asked.text).toContain(`Create New Application ${labels.name} Auth Strategy`)
    const made = await developer.send(`${site}/application/create`, {
      ...{
        name: 'billing',
        auth_strategy_id: demo.ids.strategy,
        description: 'a & b',
        redirect_uri: 'https://app.test/cb',
      },
    })
    const [client] = [...idp.clients.values()]
    expect([made.status, shownIn(made, 'client-id'), shownIn(made, 'client-secret')]).toEqual([
      200,
      client?.client_id,
      client?.client_secret,
    ])
    expect(made.text).toContain(labels.close)
    const [, page = ''] =
      /href="([^"]+)" class="button" data-testid="close-application-secret-modal"/.exec(made.html) ?? []

    const details = await developer.open(page)
    expect(details.text).toContain(`Client ID ${client?.client_id} Redirect URI https://app.test/cb Description a & b`)
    expect(details.html).not.toContain(client?.client_secret)

    const form = await developer.open(`${page}/update`)
    expect(form.typed('Update Application')).toEqual({
      ...{ name: 'billing', redirect_uri: 'https://app.test/cb', description: 'a & b' },
    })
    const updated = await developer.send(`${page}/update`, { ...form.typed('Update Application'), name: evil })
    expect([updated.url, updated.html.includes(evil)]).toEqual([`${page}?done=updated`, false])
    expect(updated.text).toContain(`The application is updated. ${evil}`)

    const confirm = await developer.open(`${page}/refresh-secret`)
    expect(confirm.text).toContain('gets a new secret; the one it has works no longer.')
    const refreshed = await developer.send(`${page}/refresh-secret`, {})
    expect(shownIn(refreshed, 'client-secret')).toMatch(/\S+/)
    expect(shownIn(refreshed, 'client-secret')).not.toBe(shownIn(made, 'client-secret'))

    expect((await developer.open(`${page}/delete`)).text).toContain('This cannot be undone.')
    const deleted = await developer.send(`${page}/delete`, {})
    expect([deleted.url, deleted.text]).toEqual([
      `${site}/my-apps?done=deleted`,
      expect.stringContaining('The application is deleted.'),
    ])
    expect(idp.clients.size).toBe(0)
    expect((await developer.open(page)).status).toBe(404)
  })

  test.for<[string, Record<string, string>, number, Record<string, string>]>([
    ['no name', { redirect_uri: 'https://a.test' }, 400, { name: '"name" is required' }],
    ['no URI', { name: 'x', redirect_uri: 'no' }, 400, { redirect_uri: '"redirect_uri" must be a valid URL' }],
    [
      'a long description',
      { name: 'x', description: 'd'.repeat(256) },
      400,
      { description: 'value of "description" must not exceed 255 characters' },
    ],
    ['an unknown strategy', { name: 'x', auth_strategy_id: demo.ids.api }, 404, { '': 'Not Found' }],
  ])(
    'with %s it is refused at its field, and what was typed stays',
    async ([, typed, status, refusals], { konnect }) => {
      const developer = reader(konnect.app)
      await developer.signIn(site)
      const refused = await developer.send(`${site}/application/create`, typed)
      expect([refused.status, refused.refusals]).toEqual([status, expect.objectContaining(refusals)])
      const { auth_strategy_id: _, ...kept } = typed
      expect(refused.typed('Create New Application')).toMatchObject(kept)
    },
  )

  test('an identity provider that fails is told with the advice, and nothing is made', async ({ konnect, idp }) => {
    idp.meddle('register', { status: 400, body: { error: 'invalid_client_metadata' } })
    const developer = reader(konnect.app)
    await developer.signIn(site)
    const refused = await developer.send(`${site}/application/create`, { name: 'x' })
    expect([refused.status, refused.refusals['']]).toEqual([400, 'Unable to create the DCR application'])
    expect(refused.advice).toMatch(/\S/)
    expect((await developer.open(`${site}/my-apps`)).text).toContain('You have no application yet.')
  })

  test('is for nobody who is not signed in', async ({ konnect, v3, v2 }) => {
    const { body } = await (classic ? v2 : v3).post('/applications', { name: 'mine' })
    const stranger = reader(konnect.app)
    for (const page of ['', '/update', '/delete', '/refresh-secret', '/credentials/new']) {
      const asked = await stranger.open(`${site}/application/${body.id}${page}`)
      expect(asked.url).toMatch(/sign-in\?return=/)
    }
  })

  test('a self-managed one asks for its reference id, a generated one if wanted', async ({ konnect, operator }) => {
    const configs = { 'openid-connect': openId }
    const { body: strategy } = await operator.post('/v2/application-auth-strategies', {
      ...{ name: 'own', display_name: 'Own clients', strategy_type: 'openid_connect', configs },
    })
    await offerBy(operator, strategy.id)
    const developer = reader(konnect.app)
    await developer.signIn(site)
    const member = classic ? 'reference_id' : 'client_id'
    const path = `${site}/application/create`
    const chosen = await developer.send(path, { name: 'own', auth_strategy_id: strategy.id, _refresh: 'true' })
    expect([chosen.status, chosen.typed('Create New Application')]).toEqual([
      200,
      { name: 'own', auth_strategy_id: strategy.id, redirect_uri: '', [member]: '', description: '' },
    ])
    const generated = await developer.send(path, { name: 'own', auth_strategy_id: strategy.id, generate: 'true' })
    const typed = generated.typed('Create New Application')
    expect(typed[member]).toMatch(/^[0-9a-f-]{36}$/)
    const missing = await developer.send(path, { ...typed, [member]: '' })
    expect([missing.status, missing.refusals[member]]).toEqual([400, `"${member}" is required`])
    const made = await developer.send(path, { ...typed, auth_strategy_id: strategy.id })
    expect([made.status, made.text]).toEqual([200, expect.stringContaining('The application own is created.')])
    const twice = { ...typed, auth_strategy_id: strategy.id }
    const named = await developer.send(path, twice)
    expect([named.status, named.refusals, named.advice]).toEqual([
      409,
      { '': below, name: 'Application with the given name already exists for the developer' },
      'this application name is taken; choose another or remove what holds it',
    ])
    const known = await developer.send(path, { ...twice, name: 'another' })
    expect([known.status, known.refusals]).toEqual([
      409,
      { '': below, [member]: 'Client id is already used by another application' },
    ])
  })

  test('with API keys has a list of credentials, each shown once', async ({ konnect, operator }) => {
    const { body: strategy } = await operator.post('/v2/application-auth-strategies', {
      ...{ name: 'keys', display_name: 'Keys', strategy_type: 'key_auth' },
      configs: { 'key-auth': { key_names: ['apikey'] } },
    })
    await offerBy(operator, strategy.id)
    const developer = reader(konnect.app)
    await developer.signIn(site)
    const made = await developer.send(`${site}/application/create`, { name: 'keyed', auth_strategy_id: strategy.id })
    const [, page = ''] = /href="([^"]+)" class="button" data-testid="close-application/.exec(made.html) ?? []
    const create = classic ? 'Generate Credential' : 'New Credential'
    const list = classic ? page : `${page}/credentials`
    expect((await developer.open(list)).text).toContain(`Credentials ${create} There are none.`)

    const long = await developer.send(`${page}/credentials/new`, { display_name: 'k'.repeat(256) })
    expect([long.status, long.refusals.display_name]).toEqual([
      400,
      'value of "display_name" must not exceed 255 characters',
    ])
    const key = await developer.send(`${page}/credentials/new`, { display_name: evil })
    expect(shownIn(key, 'api-key')).toMatch(/^api-key_\d+$/)
    const shown = await developer.open(list)
    expect([shown.text.includes(evil), shown.html.includes(evil)]).toEqual([true, false])
    expect(shown.html).not.toContain(shownIn(key, 'api-key'))

    const [, remove = ''] = /href="([^"]+\/credentials\/[^"]+\/delete)"/.exec(shown.html) ?? []
    if (!classic) {
      const unsure = await developer.send(remove, { confirm: 'yes' })
      expect([unsure.status, unsure.refusals.confirm]).toEqual([400, 'Please type revoke.'])
    }
    const removed = await developer.send(remove, { confirm: 'revoke' })
    expect(removed.text).toContain('The credential works no longer.')
    expect(removed.text).toContain('There are none.')
    expect((await developer.send(remove, { confirm: 'revoke' })).status).toBe(404)
  })
})

test('a part that fails is told as a page', async ({ developer, konnect }) => {
  konnect.levers.faults.arm({ endpoint: 'konnect.application.list', kind: 'answer', status: 503, body: 'busy' })
  const page = await developer.open('/portal/my-apps')
  expect([page.status, page.refusals['']]).toEqual([503, 'The Portal API answered 503.'])
})

/** Has something of both portals offered by this strategy, so that developers may pick it. */
async function offerBy(operator: { put: Send; post: Send; patch: Send }, strategyId: string): Promise<void> {
  const { ids } = demo
  for (const [name, portal] of [
    ['/v2', ids.classicPortal],
    ['/v3', ids.portal],
  ] as const) {
    const changed = await operator.patch(`${name}/portals/${portal}`, {
      default_application_auth_strategy_id: strategyId,
    })
    expect(changed.status).toBe(200)
  }
}

type Send = (path: string, body?: unknown) => Promise<{ status: number }>
