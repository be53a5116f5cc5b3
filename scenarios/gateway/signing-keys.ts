import assert from 'node:assert/strict'
import { scenario } from '../../harness/public.ts'
import type { Step } from '../../harness/scenario.ts'
import type { World } from '../../harness/world.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { callsToCurity, later } from '../steps/calls-to-curity.ts'
import { rotateKeys } from '../steps/signed-token.ts'

const tags = ['gateway', 'keys']
const needs = ['levers'] as const

/** An application whose tokens the gateway knows the keys of, and its call with a token that is new. */
async function calling(world: World, step: Step) {
  const app = await registeredApplication(world, step)
  const call = async () => {
    const { access_token: bearer } = await world.curity.clientCredentials(app)
    const { status, reason } = await world.gateway.get('/orders', { bearer })
    return [status, reason]
  }
  assert.deepEqual(await step('it calls with a token', call), passed)
  return call
}

const passed = [200, undefined]
const unknownKey = [401, 'gateway.bearer.unknown-key']

/** Curity signs with another key. */
export default [
  scenario({
    id: 'rotation-not-noticed',
    title: 'a gateway that does not look an unknown key up refuses every token after a rotation',
    refs: [
      'bug-catalogue rotation-not-noticed',
      ...['envoyproxy/gateway#4180', 'oidcproxydotnet/OidcProxy.Net#242', 'mckinsey/agents-at-scale-ark#2457'],
    ],
    tags,
    needs,
    async run(world, step) {
      const call = await calling(world, step)
      await rotateKeys(world, 'abrupt')
      await later(world, 31, 'gateway')
      await arrange(world, { quirks: { gateway: ['no-refetch-on-unknown-kid'] } })
      assert.deepEqual(await step('a fresh token is refused', call), unknownKey)
      await later(world, 120, 'gateway')
      assert.deepEqual(await step('and stays so', call), unknownKey)
      await arrange(world, {})
      const before = (await callsToCurity(world, '/jwks')).length
      assert.deepEqual(await step('one that looks it up takes it', call), passed)
      assert.equal((await callsToCurity(world, '/jwks')).length - before, 1)
    },
  }),
  scenario({
    id: 'rotation-within-lifetime-window',
    title: 'of two rotations within rediscovery_lifetime the second one is noticed when the window is over',
    refs: ['bug-catalogue rotation-within-lifetime-window', 'Kong openid-connect docs', 'gateway.md 10 row 33'],
    tags,
    needs,
    async run(world, step) {
      const call = await calling(world, step)
      await later(world, 31, 'gateway')
      await rotateKeys(world, 'abrupt')
      assert.deepEqual(await step('the first rotation is noticed', call), passed)
      await rotateKeys(world, 'abrupt')
      await later(world, 5, 'gateway')
      assert.deepEqual(await step('five seconds later the second is not', call), unknownKey)
      await later(world, 26, 'gateway')
      assert.deepEqual(await step('when the window is over it is', call), passed)
    },
  }),
  scenario({
    id: 'same-kid-new-key',
    title: 'a key that is replaced under its own kid is not looked up again, unless bad signatures make the node ask',
    refs: ['bug-catalogue same-kid-new-key', 'DataZooDE/quack-oauth#15', 'gateway.md 10 row 31'],
    tags,
    needs,
    async run(world, step) {
      const call = await calling(world, step)
      await rotateKeys(world, 'same-kid')
      await later(world, 31, 'gateway')
      const badSignature = [401, 'gateway.bearer.bad-signature']
      assert.deepEqual(await step('a fresh token is refused', call), badSignature)
      await later(world, 120, 'gateway')
      assert.deepEqual(await step('and stays so: its kid is known', call), badSignature)
      await arrange(world, { behaviour: { gateway: { rediscoverOnBadSignature: true } } })
      assert.deepEqual(await step('one that asks once in a window takes it', call), passed)
      await rotateKeys(world, 'same-kid')
      assert.deepEqual(await step('within the window it does not ask again', call), badSignature)
    },
  }),
]
