import assert from 'node:assert/strict'
import { type CurityQuirk, scenario } from '../../harness/public.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'

const secretsWithColons: CurityQuirk = {
  name: 'secrets-with-colons',
  does: 'gives new clients secrets with colons',
  source: 'Kong/kong#2986',
  hooks: { newClientSecret: (own) => `${own()}:b:c` },
}

export default scenario({
  id: 'secret-contains-colon',
  title:
    'a gateway that parts a Basic pair at every colon cuts a secret short: the right one is wrong, a tail goes unseen',
  refs: ['bug-catalogue secret-contains-colon', 'Kong/kong#2986', 'apache/apisix#13835', 'gateway.md 1.3'],
  tags: ['gateway', 'quirk'],
  needs: ['levers'],
  given: { curity: { quirks: [secretsWithColons] } },
  async run(world, step) {
    const app = await registeredApplication(world, step)
    assert.match(app.clientSecret, /:b:c$/)
    await arrange(world, {})
    const plain = await step('another has a secret without colons', () =>
      world.portal.createApplication({ name: 'plain' }),
    )
    await world.portal.register(plain)
    const answers = async () => {
      const right = await world.gateway.get('/orders', { basic: app })
      const tailed = { ...plain, clientSecret: `${plain.clientSecret}:tail` }
      const wrong = await world.gateway.get('/orders', { basic: tailed })
      return [right, wrong].map(({ status, reason }) => reason ?? status)
    }
    await arrange(world, { quirks: { gateway: ['split-all-colons'] } })
    assert.deepEqual(await step('cut short', answers), ['gateway.basic.wrong-secret', 200])
    await arrange(world, {})
    assert.deepEqual(await step('parted at the first colon', answers), [200, 'gateway.basic.wrong-secret'])
  },
})
