import assert from 'node:assert/strict'
import { type Scenario, scenario } from '../../harness/public.ts'
import type { Step } from '../../harness/scenario.ts'
import type { World } from '../../harness/world.ts'
import { registeredApplication } from '../steps/application.ts'
import { arrange } from '../steps/arrange.ts'
import { later } from '../steps/calls-to-curity.ts'
import { claimsOf, signedByCurity } from '../steps/signed-token.ts'
import { changeStrategy } from '../steps/strategy.ts'

interface TimeCase {
  id: string
  title: string
  sources: readonly string[]
  tell(world: World, step: Step, call: (bearer: string) => Promise<(number | string | undefined)[]>): Promise<void>
}

const timeCase = ({ id, title, sources, tell }: TimeCase): Scenario =>
  scenario({
    id,
    title,
    refs: [`bug-catalogue ${id}`, ...sources],
    tags: ['gateway', 'clock'],
    needs: ['levers'],
    run: (world, step) =>
      tell(world, step, async (bearer) => {
        const { status, reason } = await world.gateway.get('/orders', { bearer })
        return [status, reason]
      }),
  })

/** The token of a registered application. */
async function tokenOf(world: World, step: Step): Promise<string> {
  const app = await registeredApplication(world, step)
  return (await step('it fetches a token', () => world.curity.clientCredentials(app))).access_token
}

const passed = [200, undefined]

/** Clocks that differ, and times that are read differently. */
export default [
  timeCase({
    id: 'clock-ahead-at-idp',
    title: 'a token of an identity provider whose clock is ahead is not valid yet, as far as leeway does not reach',
    sources: ['mcp-hangar/mcp-hangar#630', 'DuendeArchive/IdentityServer4#397', 'gateway.md 3'],
    async tell(world, step, call) {
      const { levers } = world
      const early = [401, 'gateway.bearer.not-yet-valid']
      await levers.clock('curity', { skew: 4000 })
      const token = await tokenOf(world, step)
      // As long as the call may take, the gateway's clock is four seconds behind.
      await levers.clock('gateway', { freeze: (Number(claimsOf(token).iat) - 4) * 1000 })
      assert.deepEqual(await step('4 s ahead: refused', () => call(token)), early)
      await later(world, 4, 'gateway')
      assert.deepEqual(await step('4 s later it clears by itself', () => call(token)), passed)

      await levers.clock('gateway', { reset: true })
      await step('the operator allows for 60 s', () => changeStrategy(world, { leeway: 60 }))
      assert.deepEqual(await step('4 s ahead: taken', () => call(token)), passed)
      await levers.clock('curity', { skew: 90_000 })
      const { iss, sub } = claimsOf(token)
      const { now } = await levers.clock('curity')
      const farAhead = await signedByCurity(world, { iss, sub, iat: Math.floor(now / 1000) })
      assert.deepEqual(await step('90 s ahead: refused', () => call(farAhead)), early)
    },
  }),
  timeCase({
    id: 'exp-boundary',
    title: 'a token is valid strictly before exp; a node whose time stands still takes it longer',
    sources: ['Kong openid-connect changelog 3.6.0.0, 3.5.0.2, 3.4.3.1'],
    async tell(world, step, call) {
      const { levers } = world
      const own = claimsOf(await tokenOf(world, step))
      // In the middle of a minute, so that a clock which is read once a minute is late.
      const exp = (Math.floor(Number(own.exp) / 60) + 1) * 60 + 30
      const token = await signedByCurity(world, { ...own, exp })
      const at = async (seconds: number) => {
        await levers.clock('gateway', { freeze: (exp + seconds) * 1000 })
        return call(token)
      }
      const over = [401, 'gateway.bearer.expired']
      assert.deepEqual(await step('a second before', () => at(-1)), passed)
      assert.deepEqual(await step('at exp', () => at(0)), over)
      assert.deepEqual(await step('a second after', () => at(1)), over)
      await arrange(world, { quirks: { gateway: ['stale-now'] } })
      assert.deepEqual(await step('a node whose time stands still takes it', () => at(1)), passed)
    },
  }),
  timeCase({
    id: 'time-claims-as-strings',
    title: 'exp, nbf and iat as text are refused by a release that knows numbers only, and read by the one after it',
    sources: ['Kong openid-connect changelog 3.13.0.0'],
    async tell(world, step, call) {
      const own = claimsOf(await tokenOf(world, step))
      const { exp, nbf, iat } = own
      const texts = { exp: String(exp), nbf: String(nbf ?? iat), iat: String(iat) }
      const token = await signedByCurity(world, { ...own, ...texts })
      await world.levers.quirks('gateway', { on: ['nonnumeric-time'] })
      assert.deepEqual(await step('refused', () => call(token)), [401, 'gateway.bearer.bad-claim'])
      await world.levers.quirks('gateway', { off: ['nonnumeric-time'] })
      assert.deepEqual(await step('taken', () => call(token)), passed)
      const over = await signedByCurity(world, { ...own, ...texts, exp: '1700000000' })
      assert.deepEqual(await step('and judged', () => call(over)), [401, 'gateway.bearer.expired'])
    },
  }),
]
