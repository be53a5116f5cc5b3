import type { Fault, World } from '../../harness/public.ts'
import { discoveriesOfGateway, later } from '../../scenarios/steps/calls-to-curity.ts'
import { rotateKeys } from '../../scenarios/steps/signed-token.ts'
import { changeStrategy } from '../../scenarios/steps/strategy.ts'
import { byBasic, byBearer, type QuirkRow, tokenOf } from './row.ts'

/** The first discovery of the gateway fails. */
const failsOnce: Fault = {
  ...{ endpoint: 'discovery', kind: 'answer', status: 500 },
  requestHeaders: { 'user-agent': 'kong' },
}

/** What a call is answered that comes `seconds` after a failed discovery. */
async function afterFailure(world: World, app: Parameters<typeof byBasic>[1], seconds: number) {
  await world.levers.fault('curity', failsOnce)
  await byBasic(world, app)
  await later(world, seconds)
  return byBasic(world, app)
}

/** When an identity provider is asked again. */
export const discoveryRows: Readonly<Record<string, QuirkRow>> = {
  'pseudo-issuer-ignored': {
    async sees(world, app) {
      const { token_endpoint } = await world.curity.discover()
      const { issuer } = world.addresses.curity
      const named = { issuer, using_pseudo_issuer: true, token_endpoint, extra_jwks_uris: [`${issuer}/jwks`] }
      await changeStrategy(world, named)
      return [await byBasic(world, app), await discoveriesOfGateway(world)]
    },
    without: [200, 0],
    with: [200, 1],
  },
  'rediscovery-ignores-failure': {
    sees: (world, app) => afterFailure(world, app, 6),
    without: 200,
    with: 'gateway.idp.failed',
  },
  'no-recover-after-boot-failure': {
    sees: (world, app) => afterFailure(world, app, 86_400),
    without: 200,
    with: 'gateway.idp.failed',
  },
  'no-refetch-on-unknown-kid': {
    async sees(world, app) {
      await byBearer(world, await tokenOf(world, app))
      await rotateKeys(world, 'abrupt')
      await later(world, 31, 'gateway')
      return byBearer(world, await tokenOf(world, app))
    },
    without: 200,
    with: 'gateway.bearer.unknown-key',
  },
}
