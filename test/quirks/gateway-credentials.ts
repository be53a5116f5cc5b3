import { openIdConnect, routeWith } from '../../scenarios/steps/plugins.ts'
import { signedByCurity } from '../../scenarios/steps/signed-token.ts'
import { byBearer, claimsFor, type QuirkRow, said } from './row.ts'

/** How callers' credentials are read, and whose groups count. */
export const credentialRows: Readonly<Record<string, QuirkRow>> = {
  'split-all-colons': {
    sees: async ({ gateway }, app) =>
      said(await gateway.get('/orders', { basic: { ...app, clientSecret: `${app.clientSecret}:tail` } })),
    without: 'gateway.basic.wrong-secret',
    with: 200,
  },
  'basic-needs-password': {
    given: { curity: { quirks: ['secret-unchecked'] } },
    sees: async ({ gateway }, { clientId }) =>
      said(await gateway.get('/orders', { basic: { clientId, clientSecret: '' } })),
    without: 200,
    with: 'gateway.basic.no-colon',
  },
  'ace-anonymous': {
    given: { strategy: { anonymous: 'guest' } },
    sees: async ({ gateway }) => said(await gateway.get('/orders')),
    without: 'gateway.no-credentials',
    with: 200,
  },
  'nested-claims-broken': {
    given: { strategy: { groups_claim: ['realm', 'groups'], groups_required: ['buyers'] } },
    async sees(world, app) {
      const claims = await claimsFor(world, app)
      return byBearer(world, await signedByCurity(world, { ...claims, realm: { groups: ['buyers'] } }))
    },
    without: 200,
    with: 'gateway.claims.not-met',
  },
  'acl-single-source': {
    async sees(world, app) {
      const claims = await claimsFor(world, app)
      await routeWith(world, '/grouped', {
        'openid-connect': openIdConnect(world, { authenticated_groups_claim: ['groups'] }),
        acl: { allow: ['buyers'] },
      })
      const bearer = await signedByCurity(world, { ...claims, groups: ['buyers'] })
      return said(await world.gateway.get('/grouped', { bearer }))
    },
    without: 200,
    with: 'gateway.acl.not-allowed',
  },
}
