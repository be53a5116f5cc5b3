import type { Fault, PortalApplication, World } from '../../harness/public.ts'
import { callsToCurity, later } from '../../scenarios/steps/calls-to-curity.ts'
import { authorizationServer } from '../../scenarios/steps/curity-parts.ts'
import { openIdConnect, routeWith } from '../../scenarios/steps/plugins.ts'
import { signedByCurity } from '../../scenarios/steps/signed-token.ts'
import { byBasic, byBearer, claimsFor, lastBody, type QuirkRow, tokenOf } from './row.ts'

const patchesToken = (set: Record<string, unknown>): Fault => ({
  endpoint: 'token',
  kind: 'patch',
  times: 'always',
  patch: { set },
})

/** How many tokens the gateway asks for while `act` runs. */
async function tokensAskedFor(world: World, act: () => Promise<unknown>): Promise<number> {
  const before = (await callsToCurity(world, '/oauth-token')).length
  await act()
  return (await callsToCurity(world, '/oauth-token')).length - before
}

/** A token of Curity's with other claims. */
async function changed(world: World, app: PortalApplication, claims: object, header: object = {}): Promise<string> {
  return signedByCurity(world, { ...(await claimsFor(world, app)), ...claims }, header)
}

/** How tokens are asked for, kept and judged. */
export const tokenRows: Readonly<Record<string, QuirkRow>> = {
  'redirect-uri-all-grants': {
    async sees(world, app) {
      await byBasic(world, app)
      return (await lastBody(world, '/oauth-token')).includes('redirect_uri')
    },
    without: false,
    with: true,
  },
  'cache-nonpositive-expiry': {
    async sees(world, app) {
      await world.levers.fault('curity', patchesToken({ expires_in: -1 }))
      await byBasic(world, app)
      await later(world, 3600)
      return tokensAskedFor(world, () => byBasic(world, app))
    },
    without: 1,
    with: 0,
  },
  'cache-key-without-config-scopes': {
    given: {
      curity: { configuration: authorizationServer({ scopes: { scope: [{ id: 'read' }, { id: 'write' }] } }) },
      strategy: { scopes: ['read', 'write'] },
    },
    async sees(world, app) {
      const keyed = { token_cache_key_include_scope: true, cache_tokens_salt: 'the-same' }
      const methods = { auth_methods: ['client_credentials'] }
      for (const scope of ['read', 'write']) {
        const config = openIdConnect(world, { ...keyed, ...methods, scopes: [scope] })
        await routeWith(world, `/${scope}`, { 'openid-connect': config })
      }
      return tokensAskedFor(world, async () => {
        for (const path of ['/read', '/write']) await world.gateway.get(path, { basic: app })
      })
    },
    without: 2,
    with: 1,
  },
  'stale-now': {
    async sees(world, app) {
      const claims = await claimsFor(world, app)
      // In the middle of a minute, so that a clock which is read once a minute is late.
      const exp = (Math.floor(Number(claims.exp) / 60) + 1) * 60 + 30
      const token = await signedByCurity(world, { ...claims, exp })
      await world.levers.clock('gateway', { freeze: exp * 1000 })
      return byBearer(world, token)
    },
    without: 'gateway.bearer.expired',
    with: 200,
  },
  'nonnumeric-time': {
    async sees(world, app) {
      const claims = await claimsFor(world, app)
      return byBearer(world, await signedByCurity(world, { ...claims, exp: String(claims.exp) }))
    },
    without: 200,
    with: 'gateway.bearer.bad-claim',
  },
  'malformed-jwt-500': {
    async sees({ gateway }) {
      const { status, body } = await gateway.get('/orders', { bearer: 'abc' })
      return [status, (body as { message: string }).message]
    },
    without: [401, 'Unauthorized'],
    with: [500, 'An unexpected error occurred'],
  },
  'iss-error-unspecific': {
    async sees(world, app) {
      await byBearer(world, await changed(world, app, { iss: 'https://elsewhere.example' }))
      const [last] = (await world.levers.exchanges({ server: 'gateway-sim' })).slice(-1)
      const words = last?.trail?.find((line) => line.includes('invalid issuer')) ?? ''
      return words.includes(world.addresses.curity.issuer)
    },
    without: true,
    with: false,
  },
  'at-jwt-refused': {
    given: { curity: { quirks: ['at-jwt'] } },
    sees: async (world, app) => byBearer(world, await tokenOf(world, app)),
    without: 200,
    with: 'gateway.bearer.not-a-jwt',
  },
  'at-jwt-only': {
    sees: async (world, app) => byBearer(world, await changed(world, app, {}, { typ: 'JWT' })),
    without: 200,
    with: 'gateway.bearer.not-a-jwt',
  },
  'id-token-first': {
    async sees(world, app) {
      const id_token = await changed(world, app, { sub: 'somebody-else' })
      await world.levers.fault('curity', patchesToken({ id_token }))
      return byBasic(world, app)
    },
    without: 200,
    with: 'gateway.application.unknown',
  },
  ...introspectionRows(),
}

function introspectionRows(): Record<string, QuirkRow> {
  const credentials = { client_id: ['gateway-introspect'], client_secret: ['gateway-introspect-secret'] }
  const given = (more: object) => ({
    curity: { accessTokens: 'opaque' as const },
    strategy: { auth_methods: ['introspection'], ...credentials, ...more },
  })
  return {
    'introspect-always-post': {
      given: given({ introspection_endpoint_auth_method: 'client_secret_basic' }),
      async sees(world, app) {
        const answer = await byBearer(world, await tokenOf(world, app))
        const [asked] = (await callsToCurity(world, '/oauth-introspect')).slice(-1)
        const { headers, body = '' } = asked?.request ?? { headers: {} }
        return [answer, 'authorization' in headers, body.includes('client_secret')]
      },
      without: [200, true, false],
      with: [200, false, true],
    },
    'inactive-not-cached': {
      given: given({}),
      async sees(world, app) {
        const token = await tokenOf(world, app)
        const first = await byBearer(world, token)
        await world.levers.fault('curity', {
          ...{ endpoint: 'introspect', kind: 'answer', status: 200, body: { active: false } },
          times: 'always',
        })
        await later(world, 86_400, 'gateway')
        return [first, await byBearer(world, token)]
      },
      without: [200, 'gateway.introspection.inactive'],
      with: [200, 200],
    },
    'neg-ttl-wrong': {
      given: given({ cache_ttl: 60, cache_ttl_neg: 5 }),
      async sees(world, app) {
        const token = await tokenOf(world, app)
        const inactive = { endpoint: 'introspect', kind: 'answer', status: 200, body: { active: false } } as const
        await world.levers.fault('curity', inactive)
        const first = await byBearer(world, token)
        await later(world, 6, 'gateway')
        return [first, await byBearer(world, token)]
      },
      without: ['gateway.introspection.inactive', 200],
      with: ['gateway.introspection.inactive', 'gateway.introspection.inactive'],
    },
  }
}
