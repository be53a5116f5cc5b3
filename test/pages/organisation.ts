import { expect } from 'vitest'
import { demo } from '../../harness/demo/names.ts'
import type { World } from '../../harness/world.ts'
import { evil } from './page-set.ts'

const { ids } = demo

export type Operator = <Body = { id: string }>(method: string, path: string, body?: object) => Promise<Body>

/** Konnect's API as an operator calls it; whatever is refused fails the test. */
export function operatorOf({ addresses: { konnect } }: World): Operator {
  return async <Body>(method: string, path: string, body?: object) => {
    const answer = await fetch(konnect.url + path, {
      method,
      headers: { authorization: `Bearer ${konnect.token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    expect([`${method} ${path}`, answer.status < 300 || text]).toEqual([`${method} ${path}`, true])
    return (text === '' ? {} : JSON.parse(text)) as Body // what the caller knows that the path answers
  }
}

/** The demo organisation with something of everything, all of it named by markup as far as names may be. */
export async function namedOrganisation(world: World) {
  const operator = operatorOf(world)
  const issuer = 'https://idp.example/oauth'
  const client = { initial_client_id: 'admin', initial_client_secret: 'a-secret' }
  await operator('PATCH', `/v2/control-planes/${ids.controlPlane}`, { description: evil })
  await operator('PATCH', `/v2/dcr-providers/${ids.provider}`, { name: evil, display_name: evil })
  await operator('PATCH', `/v2/application-auth-strategies/${ids.strategy}`, { display_name: evil })
  await operator('PATCH', `/v2/portals/${ids.classicPortal}`, { name: evil, display_name: evil })
  await operator('PATCH', `/v3/portals/${ids.portal}`, { name: evil, display_name: evil })
  const product = `/v2/api-products/${ids.product}`
  await operator('PATCH', product, { name: evil, description: evil })
  await operator('PATCH', `${product}/product-versions/${ids.productVersion}`, { name: evil })
  await operator('PATCH', `/v3/apis/${ids.api}`, { name: evil, version: evil, description: evil, slug: 'evil' })

  const server = await operator<{ id: string; issuer: string }>('POST', '/v1/auth-servers', {
    name: evil,
    audience: 'https://api.example',
  })
  const provider = async (provider_type: string, dcr_config: object | undefined, at = issuer) => {
    const name = `${provider_type} ${evil}`
    const body = { name, provider_type, issuer: at, ...(dcr_config && { dcr_config }) }
    return (await operator('POST', '/v2/dcr-providers', body)).id
  }
  const providers = {
    auth0: await provider('auth0', client),
    azureAd: await provider('azureAd', client),
    okta: await provider('okta', { dcr_token: 'a-secret' }),
    http: await provider('http', { dcr_base_url: 'https://bridge.example', api_key: 'a_secret_of_16_' }),
    kongIdentity: await provider('kongIdentity', undefined, server.issuer),
  }
  const openidConnect = { issuer, scopes: ['a'], credential_claim: ['sub'], auth_methods: ['bearer'] }
  const strategy = async (name: string, more: object) =>
    (await operator('POST', '/v2/application-auth-strategies', { name, display_name: `${name} ${evil}`, ...more })).id
  const strategies = {
    keyAuth: await strategy('keys', { strategy_type: 'key_auth', configs: { 'key-auth': { key_names: ['apikey'] } } }),
    own: await strategy('own', { strategy_type: 'openid_connect', configs: { 'openid-connect': openidConnect } }),
    auth0: await strategy('auth0', {
      ...{ strategy_type: 'openid_connect', dcr_provider_id: providers.auth0 },
      configs: { 'openid-connect': { ...openidConnect, audience: ['https://api.example'] } },
    }),
  }

  const document = { title: evil, slug: 'evil', status: 'published', content: `# ${evil}` }
  const documents = {
    api: (await operator('POST', `/v3/apis/${ids.api}/documents`, document)).id,
    product: (await operator('POST', `${product}/documents`, document)).id,
  }
  const keys = await operator('POST', '/v3/apis', { name: `Keys ${evil}`, slug: 'keys' })
  await operator('PUT', `/v3/apis/${keys.id}/publications/${ids.portal}`, {
    ...{ auth_strategy_ids: [strategies.keyAuth], visibility: 'private', auto_approve_registrations: true },
  })
  const version = await operator('POST', `${product}/product-versions`, { name: `keys ${evil}` })
  await operator('PUT', `/v2/portals/${ids.classicPortal}/product-versions/${version.id}`, {
    ...{ publish_status: 'published', auth_strategy_ids: [strategies.keyAuth] },
    ...{ application_registration_enabled: true, auto_approve_registration: true, deprecated: false },
  })
  return { ids, providers, strategies, documents, keys: keys.id, keysVersion: version.id }
}
export type Organisation = Awaited<ReturnType<typeof namedOrganisation>>
