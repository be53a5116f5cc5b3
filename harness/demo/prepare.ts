import { systemClock } from '../../kit/clock.ts'
import { knownNames } from '../../mock-curity/configuration/known-names.ts'
import { curityConfiguration } from '../../mock-curity/configuration/layers.ts'
import type { CurityConfiguration } from '../../mock-curity/configuration/schema.ts'
import type { Addresses } from '../addresses.ts'
import { refuseWrong } from '../check-given.ts'
import type { Given } from '../given.ts'
import type { EdgeName } from '../network/edge.ts'
import type { Hops } from '../network/network.ts'
import { quirkNames } from '../quirks.ts'
import type { World } from '../world.ts'
import { curityStart } from './curity-export.ts'
import { baseUrlIn, givenNodes, konnectState, switchesOf } from './start.ts'

/**
 * Brings mocks that run already into the state that a scenario is given: the same state that fresh servers are started with.
 * Addresses and signing keys stay theirs.
 */
export async function prepare({ levers, network, gateway, addresses }: World, given: Given): Promise<void> {
  refuseWrong(given)
  const { base, configuration: parts } = await curityStart(given)
  const wanted = curityConfiguration(parts, { base, known: knownNames(given.curity) })
  await levers.reset()
  const { signing_keys, configuration } = (await levers.state('curity', { secrets: true })) as CurityState
  await levers.load('curity', {
    version: 1,
    server: 'mock-curity',
    configuration: atAddress(wanted, given, configuration),
    signing_keys: given.curity?.signingKeys ?? signing_keys,
    tables: {},
  })
  const hops = await network.hops()
  if (Object.keys(hops).length > 0) await network.set(given.network ?? {})
  await levers.load(
    'konnect',
    await konnectState(given, {
      issuers: issuersBy(given, hops, addresses),
      upstream: addresses.upstream,
      now: systemClock.now(),
    }),
  )
  await levers.behave('curity', given.curity?.behaviour ?? {})
  await levers.behave('konnect', given.konnect?.behaviour ?? {})
  for (const server of ['curity', 'konnect'] as const) {
    const on = quirkNames(given[server]?.quirks)
    if (on.length > 0) await levers.quirks(server, { on })
  }
  for (const [at, node] of givenNodes(given).entries()) {
    await gateway.node(at + 1).behave(switchesOf(node))
    await gateway.node(at + 1).quirks({ on: quirkNames(node.quirks), ...(node.release && { release: node.release }) })
  }
}

/** The issuer as each caller reaches it: by the hop of an edge that is given, else straight. */
function issuersBy({ network = {} }: Given, hops: Hops, { curity: { url, issuer } }: Addresses) {
  const by = (name: EdgeName) => {
    const hop = network[name] && hops[name]
    return hop ? hop.url + issuer.slice(url.length) : issuer
  }
  return { provider: by('konnect-curity'), strategy: by('gateway-curity') }
}

/** The members of Curity's state document that stay. */
interface CurityState {
  signing_keys: unknown[]
  configuration: CurityConfiguration
}

/** The configuration under the address that the server has, unless another is given. */
function atAddress(wanted: CurityConfiguration, given: Given, { environments }: CurityConfiguration) {
  const baseUrl = baseUrlIn(given) ?? environments.environment['base-url']
  return { ...wanted, environments: { environment: { ...wanted.environments.environment, 'base-url': baseUrl } } }
}
