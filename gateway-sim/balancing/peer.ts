import type { Service } from '../configuration/entities.ts'
import type { Target } from '../configuration/upstream.ts'
import { TargetHealth } from './target-health.ts'

/** Port of a target that names none, as the open-source balancer has it. */
const usualPort = 8000
const usualWeight = 100

/** One target at work: where it is, how much it takes, how it does. */
export class Peer {
  /** As the control plane has it. */
  readonly target: string
  readonly host: string
  readonly port: number
  readonly weight: number
  /** Asked only when no other target can be. */
  readonly isBackup: boolean
  readonly health: TargetHealth
  /** Requests under way. */
  open = 0
  /** What round-robin owes it. */
  credit = 0
  readonly #services = new WeakMap<Service, Service>()

  /** @param health what an earlier configuration knew of the same address */
  constructor({ target, weight, failover }: Target, health = new TargetHealth()) {
    const [, bracketed, plain = target, port] = /^(?:\[(.+)\]|(.*?))(?::(\d+))?$/.exec(target) ?? []
    this.target = target
    this.host = bracketed ?? plain
    this.port = port === undefined ? usualPort : Number(port)
    this.weight = weight ?? usualWeight
    this.isBackup = failover ?? false
    this.health = health
  }

  get takesRequests(): boolean {
    return this.weight > 0 && this.health.isUp
  }

  /** The service as if its host were this target: one object for each, so that its connections are found again. */
  serving(service: Service): Service {
    const known = this.#services.get(service)
    if (known) return known
    const made = { ...service, host: this.host.includes(':') ? `[${this.host}]` : this.host, port: this.port }
    this.#services.set(service, made)
    return made
  }
}
