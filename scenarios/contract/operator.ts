import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import { cleaning } from '../steps/cleaning.ts'
import { addProvider, addStrategy } from '../steps/platform.ts'

/** What an operator makes before developers come, at whatever Konnect: no levers, and what is made is deleted. */
export default scenario({
  id: 'contract-platform',
  title: 'a provider is tried, a strategy uses it, an API is published with it in a portal, and all of it goes again',
  refs: ['konnect.md 2, 3, 4.2, 7'],
  tags: ['contract', 'konnect', 'dcr'],
  run: (world, step) =>
    cleaning(async (later) => {
      const { konnect } = world
      const made = async (title: string, path: string, act: () => Promise<{ id: string }>) => {
        const { id } = await step(title, act)
        later(() => step(`${title.split(' ')[1]} is deleted`, () => konnect.remove(`${path}/${id}`)))
        return { id }
      }
      const provider = await made('a provider points at Curity', '/v2/dcr-providers', () => addProvider(world))
      const verified = await step('it is tried', () => konnect.call('POST', `/v2/dcr-providers/${provider.id}/verify`))
      assert.equal(verified.status, 200)
      assert.equal((verified.body as { status: string }).status, 'success')
      const strategies = '/v2/application-auth-strategies'
      const strategy = await made('a strategy uses it', strategies, () => addStrategy(world, provider, 'contract'))
      const portal = await made('a portal opens', '/v3/portals', () =>
        konnect.create('/v3/portals', { name: 'contract', auto_approve_developers: false }),
      )
      const api = await made('an API is described', '/v3/apis', () =>
        konnect.create('/v3/apis', { name: 'Contract', version: 'v1' }),
      )
      const publication = `/v3/apis/${api.id}/publications/${portal.id}`
      await step('it is published', () => konnect.put(publication, { auth_strategy_ids: [strategy.id] }))
      later(() => step('it is withdrawn', () => konnect.remove(publication)))
      const used = await step('a strategy in use is not deleted', () =>
        konnect.call('DELETE', `${strategies}/${strategy.id}`),
      )
      assert.equal(used.status, 409)
    }),
})
