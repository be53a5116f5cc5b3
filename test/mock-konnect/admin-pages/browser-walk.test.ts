import { expect, onTestFinished, test } from 'vitest'
import { startWorld, type World } from '../../../harness/world.ts'
import { openBrowser, quietPage } from '../../browser.ts'
import { setUpGateway } from '../../pages/clicked-konnect.ts'
import { type BrowserOperator, browserOperator } from './browser-operator.ts'
import { newDeveloper } from './new-developer.ts'

const empty = { given: { konnect: { world: 'empty' } } } as const

async function worldFromEmpty(): Promise<World> {
  const world = await startWorld(empty)
  onTestFinished(() => world.close())
  return world
}

async function serviceWithRoute(at: BrowserOperator, { addresses }: World) {
  await setUpGateway(at, addresses)
  expect(await at.notice()).toBe('Created.')
}

/** Application Auth: a DCR provider of type Curity that works, and a strategy by it. */
async function curityStrategy(at: BrowserOperator, { addresses: { curity } }: World) {
  const issuer = `${curity.issuer}/.well-known/openid-configuration`
  await at.menu('Application Auth')
  await at.follow('DCR Providers')
  await at.follow('New DCR Provider')
  await at.choose('Provider Type', 'HTTP')
  await at.press('Choose')
  await at.choose('Provider Type', 'Curity')
  await at.press('Choose')
  await at.fill('Name', 'DCR Curity')
  await at.fill('Issuer URL', 'curity')
  await at.press('Save')
  expect(await at.refusals()).toEqual([
    '"issuer" must be a valid URL',
    '"dcr_config.initial_client_id" is required',
    '"dcr_config.initial_client_secret" is required',
  ])
  await at.arrived('new-dcr-provider-refused')
  expect(await at.reads('Name')).toBe('DCR Curity')
  await at.fill('Issuer URL', issuer)
  await at.fill('Initial Client ID', curity.registrar.id)
  await at.fill('Initial Client Secret', curity.registrar.secret)
  await at.press('Save')
  expect(await at.notice()).toBe('Created.')
  await at.press('Verify')
  expect(await at.notice()).toContain('Verification: success.')
  await at.arrived('dcr-provider')

  await at.menu('Application Auth')
  await at.follow('New Auth Strategy')
  await at.choose('Auth Type', 'DCR')
  await at.press('Choose')
  expect(await at.reads('Issuer URL')).toBe(issuer)
  await at.fill('Name', 'curity')
  await at.fill('Display Name', 'Curity')
  await at.fill('Claims', 'sub')
  await at.press('Create')
  expect(await at.notice()).toBe('Created.')
}

test("the how-to's side of Konnect, clicked from an empty organisation to a call that is let through", async (context) => {
  const browser = await openBrowser(context.skip)
  const world = await worldFromEmpty()
  const at = browserOperator(await quietPage(browser), world, 'konnect')
  await at.signIn()
  await curityStrategy(at, world)
  await serviceWithRoute(at, world)

  await at.menu('Dev Portal')
  await at.follow('New Portal')
  await at.fill('Name', 'developers')
  await at.check('Auto Approve Developers')
  await at.choose('Default Auth Strategy', 'Curity')
  await at.press('Save')
  expect(await at.notice()).toBe('Created.')

  await at.menu('APIs')
  await at.follow('New API')
  await at.fill('API Name', 'Orders')
  await at.press('Create')
  await at.choose('Gateway Service', 'orders (default)')
  await at.press('Link')
  expect(await at.notice()).toBe('Linked.')
  await at.follow('Publish API')
  await at.choose('Portal', 'developers')
  await at.choose('Authentication strategy', 'Curity')
  await at.press('Publish')
  expect(await at.notice()).toBe('Published.')

  const portal = world.portal.at({ developer: await newDeveloper(world, 'v3') })
  const app = await portal.createApplication({ name: 'billing' })
  expect((await portal.register(app)).status).toBe('pending')
  expect((await world.gateway.get('/orders', { basic: app })).status).not.toBe(200)

  await at.menu('Dev Portal')
  await at.follow('developers')
  await at.follow('Published APIs')
  await at.arrived('published-apis')
  await at.follow('Developers')
  await at.arrived('developers')
  await at.follow('App registrations')
  await at.arrived('app-registrations')
  await at.press('Approve billing for Orders')
  expect(await at.notice()).toBe('Approved.')
  expect((await world.gateway.get('/orders', { basic: app })).status).toBe(200)
})

test("the older how-to's Application Setup, clicked from an empty organisation to a call that is let through", async (context) => {
  const browser = await openBrowser(context.skip)
  const world = await worldFromEmpty()
  const { curity } = world.addresses
  const at = browserOperator(await quietPage(browser, { javaScriptEnabled: false }), world, 'konnect-classic')
  await at.signIn()
  await serviceWithRoute(at, world)

  await at.menu('Dev Portal')
  await at.follow('New Portal')
  await at.choose('Generation', 'Classic')
  await at.press('Choose')
  await at.fill('Name', 'classic')
  await at.check('Auto Approve Developers')
  await at.press('Save')
  await at.follow('Application Setup')
  await at.choose('Identity Provider', 'Curity')
  await at.fill('Issuer URL', `${curity.issuer}/.well-known/openid-configuration`)
  await at.fill('Token', curity.registrar.secret)
  await at.fill('Claims', 'sub')
  await at.press('Save')
  expect(await at.notice()).toBe('Saved.')
  await at.fill('Token', curity.registrar.secret)
  await at.press('Save')
  expect(await at.notice()).toBe('Saved. The earlier configuration was overwritten.')
  await at.arrived('application-setup')

  await at.menu('API Products')
  await at.follow('New API Product')
  await at.fill('Product Name', 'Orders')
  await at.press('Create')
  await at.follow('New Version')
  await at.fill('Version Name', 'v1')
  await at.choose('Gateway Service', 'orders (default)')
  await at.press('Create')
  await at.follow('Publish to Dev Portals: classic')
  await at.check('Require Authentication')
  await at.choose('Auth Strategy', 'Application Setup')
  await at.check('Accept application registrations')
  await at.check('Auto Approve')
  await at.press('Save')
  expect(await at.notice()).toBe('Published.')

  const portal = world.portalV2.at({ developer: await newDeveloper(world, 'v2') })
  const app = await portal.createApplication({ name: 'billing', redirect_uri: 'https://app.example/cb' })
  expect((await portal.register(app)).status).toBe('approved')
  expect((await world.gateway.get('/orders', { basic: app })).status).toBe(200)

  await at.menu('Dev Portal')
  await at.follow('classic')
  await at.follow('App Registrations')
  await at.arrived('requests')
})
