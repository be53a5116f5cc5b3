import { createHash } from 'node:crypto'
import type { ConfigurationLine, Entities } from './document.ts'
import type { Application, Consumer, Guard, Plugin, PublishedApi, Route, Service } from './entities.ts'
import type { Target, Upstream } from './upstream.ts'

type Kind = keyof Entities

/** Kinds that routing, guards and balancing are derived from. */
const derivedFrom = ['services', 'routes', 'guards', 'plugins', 'apis', 'upstreams', 'targets'] as const

/**
 * What the node serves with, and the lookups that a request needs. Changing one of many applications costs the same as one of few.
 */
export class EntityStore {
  readonly #kept = {
    services: new Map<string, Service>(),
    routes: new Map<string, Route>(),
    guards: new Map<string, Guard>(),
    plugins: new Map<string, Plugin>(),
    apis: new Map<string, PublishedApi>(),
    upstreams: new Map<string, Upstream>(),
    targets: new Map<string, Target>(),
    consumers: new Map<string, Consumer>(),
    applications: new Map<string, Application>(),
  }
  readonly #byClient = new Map<string, readonly Application[]>()
  readonly #byKey = new Map<string, Application>()
  #generation = 0

  /** Rises when anything but applications changed: what is derived from them must be derived anew. */
  get generation(): number {
    return this.#generation
  }

  #consumerGeneration = 0

  /** Rises when a consumer changed. */
  get consumerGeneration(): number {
    return this.#consumerGeneration
  }

  /** Takes over one whole line. It has been checked, so nothing in it can fail half-way. */
  apply(line: ConfigurationLine): void {
    if (line.type === 'full') {
      this.#clear()
      this.#set(line.entities)
    } else {
      this.#remove(line.removed ?? {})
      this.#set(line.set ?? {})
    }
  }

  services(): IterableIterator<Service> {
    return this.#kept.services.values()
  }

  routes(): IterableIterator<Route> {
    return this.#kept.routes.values()
  }

  guards(): IterableIterator<Guard> {
    return this.#kept.guards.values()
  }

  plugins(): IterableIterator<Plugin> {
    return this.#kept.plugins.values()
  }

  /** Those that `ace` guards. */
  apis(): IterableIterator<PublishedApi> {
    return this.#kept.apis.values()
  }

  upstreams(): IterableIterator<Upstream> {
    return this.#kept.upstreams.values()
  }

  targets(): IterableIterator<Target> {
    return this.#kept.targets.values()
  }

  /** Whether requests may have to be spread at all. */
  get hasUpstreams(): boolean {
    return this.#kept.upstreams.size > 0
  }

  service(id: string): Service | undefined {
    return this.#kept.services.get(id)
  }

  /** The consumer that one of these members tells. */
  consumerBy(members: readonly ('id' | 'username' | 'custom_id')[], value: string): Consumer | undefined {
    for (const member of members) {
      for (const consumer of this.#kept.consumers.values()) if (consumer[member] === value) return consumer
    }
    return undefined
  }

  /** Applications of any strategy that have this client id at the identity provider. */
  applicationsOf(clientId: string): readonly Application[] {
    return this.#byClient.get(clientId) ?? []
  }

  /** The application that an API key opens. */
  applicationOfKey(key: string): Application | undefined {
    return this.#byKey.get(createHash('sha256').update(key).digest('hex'))
  }

  /** All of it, as a `full` line would carry it. */
  entities(): Entities {
    const { services, routes, guards, applications, ...others } = this.#kept
    const needed = { services, routes, guards, applications }
    const some = Object.entries(others).filter(([, map]) => map.size > 0)
    const lists = [...Object.entries(needed), ...some].map(([kind, map]) => [kind, [...map.values()]])
    return Object.fromEntries(lists) as Entities // each kind's list is of that kind's map
  }

  #clear(): void {
    for (const map of Object.values(this.#kept)) map.clear()
    this.#consumerGeneration++
    this.#byClient.clear()
    this.#byKey.clear()
    this.#generation++
  }

  #set(entities: { [K in Kind]?: Entities[K] | undefined }): void {
    for (const kind of derivedFrom) {
      const map: Map<string, { id: string }> = this.#kept[kind]
      for (const entity of entities[kind] ?? []) map.set(entity.id, entity)
      if (entities[kind]?.length) this.#generation++
    }
    for (const application of entities.applications ?? []) this.#setApplication(application)
    for (const consumer of entities.consumers ?? []) this.#kept.consumers.set(consumer.id, consumer)
    if (entities.consumers?.length) this.#consumerGeneration++
  }

  #remove(ids: { [K in Kind]?: string[] | undefined }): void {
    for (const kind of derivedFrom) {
      for (const id of ids[kind] ?? []) this.#kept[kind].delete(id)
      if (ids[kind]?.length) this.#generation++
    }
    for (const id of ids.applications ?? []) this.#dropApplication(id)
    for (const id of ids.consumers ?? []) this.#kept.consumers.delete(id)
    if (ids.consumers?.length) this.#consumerGeneration++
  }

  #setApplication(application: Application): void {
    this.#dropApplication(application.id)
    this.#kept.applications.set(application.id, application)
    const { client_id: clientId } = application
    if (clientId !== null) this.#byClient.set(clientId, [...this.applicationsOf(clientId), application])
    for (const hash of application.api_keys ?? []) this.#byKey.set(hash, application)
  }

  #dropApplication(id: string): void {
    const before = this.#kept.applications.get(id)
    if (!before) return
    this.#kept.applications.delete(id)
    for (const hash of before.api_keys ?? []) if (this.#byKey.get(hash) === before) this.#byKey.delete(hash)
    if (before.client_id === null) return
    const others = this.applicationsOf(before.client_id).filter((application) => application !== before)
    if (others.length > 0) this.#byClient.set(before.client_id, others)
    else this.#byClient.delete(before.client_id)
  }
}
