import type { EntityStore } from '../configuration/entity-store.ts'
import { Balancer } from './balancer.ts'

/** The upstreams of one node at work. What is known of their targets' health outlives a change of the configuration. */
export class Balancers {
  #byName: ReadonlyMap<string, Balancer> = new Map()
  #generation = -1

  /** The upstream whose name is the host of a service; undefined when the host is an address of its own. */
  named(host: string, store: EntityStore): Balancer | undefined {
    return this.all(store).get(host)
  }

  /** All, by name. */
  all(store: EntityStore): ReadonlyMap<string, Balancer> {
    if (store.generation === this.#generation) return this.#byName
    const targets = [...store.targets()]
    const before = this.#byName
    this.#generation = store.generation
    this.#byName = new Map(
      Array.from(store.upstreams(), (upstream) => {
        const own = targets.filter((target) => target.upstream.id === upstream.id)
        return [upstream.name, new Balancer(upstream, own, before.get(upstream.name))] as const
      }),
    )
    return this.#byName
  }
}
