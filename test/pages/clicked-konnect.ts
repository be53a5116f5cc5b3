import type { Addresses } from '../../harness/addresses.ts'
import type { Client } from './clicked-curity.ts'
import type { Clicks } from './clicks.ts'

/** What the API is, by which portals know what to call. */
export const specification = ({ gateway }: Addresses): string =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Orders', version: '1.0.0' },
    servers: [{ url: gateway.url }],
    paths: { '/orders': { get: { responses: { 200: { description: 'the orders' } } } } },
  })

/** Gateway Manager: a service at the upstream, and a route to it. */
export async function setUpGateway(at: Clicks, { upstream }: Addresses): Promise<void> {
  await at.menu('Gateway Manager')
  await at.follow('default')
  await at.follow('New Gateway Service')
  await at.fill('Name', 'orders')
  await at.fill('Upstream URL', upstream)
  await at.press('Save')
  await at.follow('New Route')
  await at.fill('Name', 'orders')
  await at.choose('Gateway Service', 'orders')
  await at.fill('Paths', '/orders')
  await at.press('Save')
}

/** A DCR provider, a strategy by it, a gateway service with a route, and an API that is published with the strategy. */
export async function setUpKonnect(at: Clicks, addresses: Addresses, client: Client): Promise<void> {
  const { konnect, curity } = addresses
  await at.fill('Personal access token', konnect.token)
  await at.press('Sign in')
  await at.menu('Application Auth')
  await at.follow('DCR Providers')
  await at.follow('New DCR Provider')
  await at.choose('Provider Type', 'Curity')
  await at.press('Choose')
  await at.fill('Name', 'DCR Curity')
  await at.fill('Issuer URL', `${curity.issuer}/.well-known/openid-configuration`)
  await at.fill('Initial Client ID', client.id)
  await at.fill('Initial Client Secret', client.secret)
  await at.press('Save')
  await at.menu('Application Auth')
  await at.follow('New Auth Strategy')
  await at.choose('Auth Type', 'DCR')
  await at.press('Choose')
  await at.fill('Name', 'curity')
  await at.fill('Display Name', 'Curity')
  await at.fill('Claims', 'sub')
  await at.press('Create')
  await at.says('Created.')

  await setUpGateway(at, addresses)
  await at.menu('Dev Portal')
  await at.follow('New Portal')
  await at.fill('Name', 'developers')
  await at.check('Auto Approve Developers')
  await at.press('Save')
  await at.menu('APIs')
  await at.follow('New API')
  await at.fill('API Name', 'Orders')
  await at.press('Create')
  await at.choose('Gateway Service', 'orders (default)')
  await at.press('Link')
  await at.follow('Upload Specification')
  await at.take('From a file', 'Specification', { name: 'orders.json', text: specification(addresses) })
  await at.press('Save')
  await at.follow('Publish API')
  await at.choose('Portal', 'developers')
  await at.choose('Authentication strategy', 'Curity')
  await at.check('Auto Approve')
  await at.press('Publish')
  await at.says('Published.')
}

/** The older how-to: Settings → Application Setup of a classic portal, then a product with a version that is published there (`konnect.md` 14). */
export async function setUpClassic(at: Clicks, addresses: Addresses, client: Client): Promise<void> {
  const { konnect, curity } = addresses
  await at.fill('Personal access token', konnect.token)
  await at.press('Sign in')
  await setUpGateway(at, addresses)
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
  await at.fill('Token', client.secret)
  await at.fill('Initial Client ID', client.id)
  await at.fill('Claims', 'sub')
  await at.press('Save')
  await at.says('Saved.')
  await at.menu('API Products')
  await at.follow('New API Product')
  await at.fill('Product Name', 'Orders')
  await at.press('Create')
  await at.follow('New Version')
  await at.fill('Version Name', 'v1')
  await at.choose('Gateway Service', 'orders (default)')
  await at.press('Create')
  await at.follow('Upload Specification')
  await at.fill('File Name', 'orders.json')
  await at.fill('Specification', specification(addresses))
  await at.press('Save')
  await at.follow('Publish to Dev Portals: classic')
  await at.check('Require Authentication')
  await at.choose('Auth Strategy', 'Application Setup')
  await at.check('Accept application registrations')
  await at.check('Auto Approve')
  await at.press('Save')
  await at.says('Published.')
}
