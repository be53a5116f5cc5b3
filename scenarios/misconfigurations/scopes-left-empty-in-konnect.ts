import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'
import { callsToCurity } from '../steps/calls-to-curity.ts'
import { authorizationServer } from '../steps/curity-parts.ts'
import { changeStrategy } from '../steps/strategy.ts'

const scopeAsked = (form = '') => new URLSearchParams(form).get('scope') ?? undefined
const scopeGot = (json = '{}') => (JSON.parse(json) as { scope?: string }).scope

export default scenario({
  id: 'scopes-left-empty-in-konnect',
  title: 'with no scopes in the strategy the gateway asks Curity for openid, and gets a token without any',
  refs: ['curity.md 10', 'curity.md 4.2'],
  tags: ['misconfiguration', 'gateway'],
  needs: ['levers'],
  given: {
    curity: { configuration: authorizationServer({ scopes: { scope: [{ id: 'orders:read' }] } }) },
    strategy: { scopes: [], auth_methods: ['client_credentials'] },
  },
  async run(world, step) {
    const { portal, gateway } = world
    /** What the gateway asks the token endpoint for, for a new application, and what it gets. */
    const scopesOf = async (name: string) => {
      const app = await portal.createApplication({ name })
      await portal.register(app)
      assert.equal((await gateway.get('/orders', { basic: app })).status, 200)
      const { request, response } = (await callsToCurity(world, '/oauth-token')).at(-1) ?? {}
      return { asked: scopeAsked(request?.body), got: scopeGot(response?.body) }
    }
    const empty = await step('an application calls the API', () => scopesOf('billing'))
    assert.deepEqual(empty, { asked: 'openid', got: '' })
    await step('an operator names the scope of the API', () => changeStrategy(world, { scopes: ['orders:read'] }))
    const named = await step('another application calls it', () => scopesOf('invoices'))
    assert.deepEqual(named, { asked: 'orders:read', got: 'orders:read' })
  },
})
