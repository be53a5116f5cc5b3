import { test as base, expect } from 'vitest'
import type { Exchange } from '../kit/exchanges.ts'
import type { Reply } from './drivers/caller.ts'
import type { Given } from './given.ts'
import { startWorld, type World } from './world.ts'

/** The calls of one route so far, in the form of a spy: vitest's own matchers (`toHaveBeenCalledOnce`, `toHaveBeenCalledTimes`) read it. */
export interface Calls {
  (): readonly Exchange[]
  readonly _isMockFunction: true
  readonly mock: { readonly calls: readonly [Exchange][] }
  getMockName(): string
}

/** What a test asks for by name; each gets a world of its own, which ends with the test. */
export interface Fixtures {
  /** How the world differs from the demo world; set it with `test.override('given', …)`. */
  given: Given
  world: World
  portal: World['portal']
  portalV2: World['portalV2']
  konnect: World['konnect']
  curity: World['curity']
  gateway: World['gateway']
  levers: World['levers']
  /** The calls that a route got so far: `await calls('POST /oauth/v2/oauth-token')`. */
  calls(route: string): Promise<Calls>
}

/** vitest's `test` with a world: `test('…', async ({ portal, gateway }) => …)`. */
export const test = base.extend<Fixtures>({
  given: {},
  world: async ({ given }, use) => {
    const world = await startWorld({ given })
    await use(world)
    await world.close()
  },
  portal: async ({ world }, use) => use(world.portal),
  portalV2: async ({ world }, use) => use(world.portalV2),
  konnect: async ({ world }, use) => use(world.konnect),
  curity: async ({ world }, use) => use(world.curity),
  gateway: async ({ world }, use) => use(world.gateway),
  levers: async ({ world }, use) => use(world.levers),
  calls: async ({ world }, use) => use(async (route) => callsOf(route, await world.levers.exchanges({ route }))),
})

function callsOf(route: string, exchanges: readonly Exchange[]): Calls {
  const calls = exchanges.map((exchange): [Exchange] => [exchange])
  return Object.assign(() => exchanges, {
    _isMockFunction: true as const,
    mock: { calls },
    getMockName: () => route,
  })
}

expect.extend({
  toBeRefusedWith(received: unknown, code: string) {
    const { reason } = replyIn(received)
    return { pass: reason === code, message: () => `${gotIn(received)}; ${this.isNot ? 'not ' : ''}expected: ${code}` }
  },
  toBeAnswered(received: unknown, wanted: number) {
    const { status } = replyIn(received)
    return {
      pass: status === wanted,
      message: () => `${gotIn(received)}; ${this.isNot ? 'not ' : ''}expected: ${wanted}`,
    }
  },
})

/** Told in words when it is none. */
const replyIn = (received: unknown) => received as Partial<Reply>

function gotIn(received: unknown): string {
  const { reason, advice, status, call = 'what was given is no reply, and' } = replyIn(received)
  return reason === undefined
    ? `${call} was answered ${status} without a reason`
    : `${call} was refused with ${reason} (${advice}), status ${status}`
}

declare module 'vitest' {
  // Merged with vitest's own, whose type parameters it must repeat.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** The reply is a refusal with this reason code: `gateway.bearer.expired`. */
    toBeRefusedWith(code: string): R
    /** The reply has this status; says why the server refused when it has not. */
    toBeAnswered(status: number): R
  }
}
