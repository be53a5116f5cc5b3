import { describe, expect } from 'vitest'
import type { Answer, Operator } from './admin-api/konnect.ts'
import { test as base, demo, rowsOf } from './portal-world.ts'

type Method = keyof Operator

/** A request as a how-to prints it (`konnect.md` 13, 14, 17), and what becomes of it in each mode. */
interface Form {
  method?: Method
  path: string
  body: object | string
  headers?: Record<string, string>
  /** Status, and the code of the reason or of nothing. */
  strict: readonly [status: number, reason?: string]
  docs: readonly [status: number, reason?: string]
  /** What of the answer counts, where it was taken. */
  answers?: object
  /** Members that the answer does not have, although the how-to prints or sends them. */
  absent?: readonly string[]
  /** How many of its forms are no published ones: each leaves a warning. */
  warnings?: number
}

const issuer = 'https://curity.example/oauth/v2/oauth-anonymous'
const discovery = `${issuer}/.well-known/openid-configuration`
const secret = { initial_client_id: 'dcr', initial_client_secret: 'dcr-secret' }
const provider = { name: 'DCR Curity', provider_type: 'curity', issuer: discovery, dcr_config: secret }
const providers = '/v2/dcr-providers'
const openid = {
  issuer: discovery,
  credential_claim: ['sub'],
  scopes: [],
  auth_methods: ['client_credentials', 'bearer'],
}
const strategy = {
  ...{ name: 'Curity', display_name: 'Curity', strategy_type: 'openid_connect', dcr_provider_id: demo.ids.provider },
  configs: { 'openid-connect': openid },
}
const strategies = '/v2/application-auth-strategies'
const tab = { idp_type: 'curity', issuer_url: discovery, token: 'dcr-secret', scopes: '', claims: 'sub' }
const setup = `/konnect-api/api/portals/${demo.ids.classicPortal}/application-setup`

/** The newer how-to: DCR providers and auth strategies. */
const newer: Record<string, Form> = {
  'the published form': { path: providers, body: provider, strict: [201], docs: [201] },
  'the provider type in capitals': {
    ...{ path: providers, body: { ...provider, provider_type: 'Curity' } },
    ...{ strict: [400, 'konnect.how-to.provider-type'], docs: [201], warnings: 1 },
    answers: { provider_type: 'curity', dcr_config: { initial_client_id: 'dcr' } },
  },
  'dcr_token for Curity': {
    ...{ path: providers, body: { ...provider, dcr_config: { dcr_token: 'dcr-secret' } } },
    ...{ strict: [400, 'konnect.how-to.dcr-token'], docs: [201], warnings: 1 },
    answers: { dcr_config: { initial_client_id: 'konnect-dcr' } },
  },
  'both at once': {
    ...{ path: providers, body: { ...provider, provider_type: 'Curity', dcr_config: { dcr_token: 'dcr-secret' } } },
    ...{ strict: [400, 'konnect.how-to.provider-type'], docs: [201], warnings: 2 },
    answers: { provider_type: 'curity', dcr_config: { initial_client_id: 'konnect-dcr' } },
  },
  'a body without its last brace': {
    ...{ path: providers, body: JSON.stringify(provider).slice(0, -1) },
    ...{ strict: [400, 'konnect.body-malformed'], docs: [400, 'konnect.body-malformed'] },
  },
  'a token without Bearer': {
    ...{ path: providers, body: provider, headers: { authorization: demo.token } },
    ...{ strict: [401, 'konnect.how-to.bare-token'], docs: [201], warnings: 1 },
  },
  'an issuer without the discovery path': {
    ...{ path: providers, body: { ...provider, issuer }, strict: [201], docs: [201], answers: { issuer } },
  },
  'a display name that is not sent is not made up': {
    ...{ path: providers, body: provider, strict: [201], docs: [201] },
    ...{ answers: { name: 'DCR Curity' }, absent: ['dcr_provider', 'display_name'] },
  },
  'the claim and scopes of the form': {
    ...{ path: strategies, body: strategy, strict: [201], docs: [201] },
    answers: { configs: { 'openid-connect': openid }, dcr_provider: { id: demo.ids.provider } },
  },
  'the claim and scopes of the API sample': {
    ...{ path: strategies, strict: [201], docs: [201] },
    body: {
      ...strategy,
      configs: { 'openid-connect': { ...openid, credential_claim: ['client_id'], scopes: ['openid', 'email'] } },
    },
    answers: { configs: { 'openid-connect': { credential_claim: ['client_id'], scopes: ['openid', 'email'] } } },
  },
  'the strategy type of the sample': {
    ...{ path: strategies, body: { ...strategy, strategy_type: 'Curity' } },
    ...{ strict: [400, 'konnect.how-to.strategy-type'], docs: [201], warnings: 1 },
    answers: { strategy_type: 'openid_connect', dcr_provider: { id: demo.ids.provider } },
  },
  'the id of a provider that is not there': {
    ...{ path: strategies, body: { ...strategy, dcr_provider_id: '33f8380e-7798-4566-99e3-2edf2b57d289' } },
    ...{ strict: [400, 'konnect.invalid-parameters'], docs: [400, 'konnect.invalid-parameters'] },
  },
  'the issuer of another identity provider': {
    ...{ path: strategies, strict: [201], docs: [201] },
    body: { ...strategy, configs: { 'openid-connect': { ...openid, issuer: 'https://my-issuer.auth0.com/api/v2/' } } },
  },
  'a page that is too large': {
    ...{ method: 'get', path: `${providers}?page[size]=1000`, body: '' },
    ...{ strict: [400, 'konnect.invalid-parameters'], docs: [200], answers: { meta: { page: { size: 100 } } } },
  },
}

/** The older how-to: the tab Application Setup. */
const older: Record<string, Form> = {
  'the published form': { method: 'put', path: setup, body: tab, strict: [200], docs: [200] },
  'the identity provider in capitals': {
    ...{ method: 'put', path: setup, body: { ...tab, idp_type: 'Curity' } },
    ...{ strict: [400, 'konnect.how-to.provider-type'], docs: [200], warnings: 1, answers: { idp_type: 'curity' } },
  },
  'scopes left empty': {
    ...{
      method: 'put',
      path: setup,
      body: tab,
      strict: [200],
      docs: [200],
      answers: { scopes: 'openid', claims: 'sub' },
    },
  },
  'scopes and claims with commas and blanks': {
    ...{ method: 'put', path: setup, body: { ...tab, scopes: 'orders , bills,', claims: 'sub, azp' } },
    ...{ strict: [200], docs: [200], answers: { scopes: 'orders,bills', claims: 'sub,azp' } },
  },
  'a token of nobody in particular': {
    ...{ method: 'put', path: setup, body: tab, strict: [200], docs: [200] },
    ...{ answers: { initial_client_id: 'konnect-dcr' }, absent: ['token'] },
  },
  'a token with its client id': {
    ...{ method: 'put', path: setup, body: { ...tab, initial_client_id: 'dcr' }, strict: [200], docs: [200] },
    answers: { initial_client_id: 'dcr' },
  },
  'an identity provider of later years': {
    ...{ method: 'put', path: setup, body: { ...tab, idp_type: 'kongIdentity' } },
    ...{ strict: [400, 'konnect.invalid-parameters'], docs: [400, 'konnect.invalid-parameters'] },
  },
}

const test = base.extend(
  'send',
  ({ operator }) =>
    ({ method = 'post', path, body, headers }: Form): Promise<Answer> =>
      operator[method](path, body === '' ? undefined : body, headers),
)

describe.for(['strict', 'docs'] as const)('compat %s', (compat) => {
  const forms = [
    ...Object.entries(newer),
    ...Object.entries(older).map(([name, form]) => [`Application Setup: ${name}`, form] as const),
  ]
  test.for(forms)('%s', async ([, form], { konnect, send }) => {
    konnect.levers.behaviour.change({ compat })
    const before = await rowsOf(konnect, 'dcr_providers')
    const [wanted, reason] = form[compat]
    const { status, body, warnings, reason: why } = await send(form)
    expect([status, why?.code], JSON.stringify(body)).toEqual([wanted, reason])
    expect(warnings).toHaveLength(wanted < 400 && compat === 'docs' ? (form.warnings ?? 0) : 0)
    if (wanted >= 400) expect(await rowsOf(konnect, 'dcr_providers')).toEqual(before)
    else expect(body).toMatchObject(form.answers ?? {})
    expect(Object.keys(body).filter((member) => form.absent?.includes(member))).toEqual([])
  })
})

describe.for(['strict', 'docs'] as const)('what a developer sends, compat %s', (compat) => {
  test.for(['v2', 'v3'] as const)('with a redirect URI or without, at %s', async (version, { konnect, v2, v3 }) => {
    konnect.levers.behaviour.change({ compat })
    const portal = { v2, v3 }[version]
    const bare = await portal.post('/applications', { name: 'bare', auth_strategy_id: demo.ids.strategy })
    expect([bare.status, bare.body.redirect_uri]).toEqual([201, null])
    const redirect_uri = 'https://app.example/cb'
    const wish = { name: 'older', description: 'as the older how-to has it', redirect_uri }
    const older = await portal.post('/applications', wish)
    expect([older.status, older.body.redirect_uri, older.warnings]).toEqual([201, redirect_uri, []])
  })
})
