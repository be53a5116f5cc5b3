import type { Service } from '../configuration/entities.ts'
import type { PassiveChecks, Target, Upstream } from '../configuration/upstream.ts'
import { noPeer } from '../errors.ts'
import * as reasons from '../reasons.ts'
import { Peer } from './peer.ts'
import { type Spread, spreadOf } from './spreading.ts'
import type { TryOutcome } from './target-health.ts'
import { Turn } from './turn.ts'

/** The targets of one upstream, and who takes the next request (gateway.md 8.4). */
export class Balancer {
  readonly upstream: Upstream
  readonly peers: readonly Peer[]
  /** What the upstream asks for that is not simulated, in words. */
  readonly warnings: readonly string[]
  readonly #spread: Spread
  readonly #checks: PassiveChecks

  /** @param before the same upstream in the configuration before: what it knew of addresses that stay is kept */
  constructor(upstream: Upstream, targets: readonly Target[], before?: Balancer) {
    this.upstream = upstream
    this.peers = latestOf(targets).map((target) => {
      return new Peer(target, before?.peers.find((peer) => peer.target === target.target)?.health)
    })
    this.warnings = warningsOf(upstream)
    this.#spread = spreadOf(upstream)
    this.#checks = upstream.healthchecks?.passive ?? {}
  }

  /**
   * Begins the tries of one request.
   * @param value what its hash is made of
   * @param told called with each target in its turn
   * @throws GatewayError when there is nobody to ask
   */
  turn(service: Service, value: string | undefined, told: (target: string) => void): Turn {
    const tried: Peer[] = []
    const next = () => {
      const peer = this.#pick(value, tried)
      if (peer) {
        tried.push(peer)
        told(peer.target)
      }
      return peer
    }
    const first = next()
    if (!first) throw noPeer(reasons.noPeer(this.upstream.name, this.peers.length))
    const hostHeader = this.upstream.host_header ?? undefined
    const heard = (peer: Peer, outcome: TryOutcome) => peer.health.heard(outcome, this.#checks)
    return new Turn({ service, first, hostHeader, heard, next })
  }

  /** Whether enough of the weight can take requests (`threshold`). */
  get isUp(): boolean {
    const own = this.peers.filter(({ isBackup }) => !isBackup)
    const weightOf = (peers: readonly Peer[]) => peers.reduce((sum, { weight }) => sum + weight, 0)
    const up = weightOf(own.filter(({ takesRequests }) => takesRequests))
    const threshold = this.upstream.healthchecks?.threshold ?? 0
    return (up * 100) / Math.max(weightOf(own), 1) >= threshold
  }

  /** The next peer, one that was not tried yet where there is one. */
  #pick(value: string | undefined, tried: readonly Peer[]): Peer | undefined {
    if (!this.isUp) return undefined
    const up = this.peers.filter(({ takesRequests }) => takesRequests)
    const own = up.filter(({ isBackup }) => !isBackup)
    const able = own.length > 0 ? own : up
    const fresh = able.filter((peer) => !tried.includes(peer))
    return this.#spread(fresh.length > 0 ? fresh : able, value)
  }
}

/** Of several definitions of one address the latest counts (the published description of targets). */
function latestOf(targets: readonly Target[]): Target[] {
  const byAddress = new Map<string, Target>()
  for (const target of targets) {
    const known = byAddress.get(target.target)
    if (!known || (target.created_at ?? 0) >= (known.created_at ?? 0)) byAddress.set(target.target, target)
  }
  return [...byAddress.values()]
}

function warningsOf({ name, algorithm, hash_on, hash_fallback, healthchecks }: Upstream): string[] {
  const active = healthchecks?.active
  const asked = [
    ...(algorithm === 'latency' || algorithm === 'sticky-sessions' ? [`algorithm ${algorithm}`] : []),
    ...(hash_on === 'uri_capture' || hash_fallback === 'uri_capture' ? ['hashing on uri_capture'] : []),
    ...(active?.healthy?.interval || active?.unhealthy?.interval ? ['active health checks'] : []),
  ]
  return asked.map((what) => `gateway-sim does not simulate ${what} of the upstream ${name}`)
}
