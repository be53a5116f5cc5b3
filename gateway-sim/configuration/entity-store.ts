import { createHash } from 'node:crypto'
import type { ConfigurationLine, Entities } from './document.ts'
import type { Application, Consumer, Guard, Operation, Plugin, Route, Service } from './entities.ts'

type Kind = keyof Entities

/**
 * What the node serves with, and the lookups that a request needs. Changing one of many applications costs the same as one of few.
 */
export class EntityStore {
  readonly #services = new Map<string, Service>()
  readonly #routes = new Map<string, Route>()
  readonly #guards = new Map<string, Guard>()
  readonly #plugins = new Map<string, Plugin>()
  readonly #operations = new Map<string, Operation>()
  readonly #consumers = new Map<string, Consumer>()
  readonly #applications = new Map<string, Application>()
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
    return this.#services.values()
  }

  routes(): IterableIterator<Route> {
    return this.#routes.values()
  }

  guards(): IterableIterator<Guard> {
    return this.#guards.values()
  }

  plugins(): IterableIterator<Plugin> {
    return this.#plugins.values()
  }

  operations(): IterableIterator<Operation> {
    return this.#operations.values()
  }

  service(id: string): Service | undefined {
    return this.#services.get(id)
  }

  /** The consumer that one of these members tells. */
  consumerBy(members: readonly ('id' | 'username' | 'custom_id')[], value: string): Consumer | undefined {
    for (const member of members) {
      for (const consumer of this.#consumers.values()) if (consumer[member] === value) return consumer
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
    return {
      services: [...this.#services.values()],
      routes: [...this.#routes.values()],
      guards: [...this.#guards.values()],
      applications: [...this.#applications.values()],
      ...(this.#plugins.size > 0 && { plugins: [...this.#plugins.values()] }),
      ...(this.#consumers.size > 0 && { consumers: [...this.#consumers.values()] }),
      ...(this.#operations.size > 0 && { operations: [...this.#operations.values()] }),
    }
  }

  #clear(): void {
    for (const map of this.#derivedFrom()) map.clear()
    this.#applications.clear()
    this.#consumers.clear()
    this.#consumerGeneration++
    this.#byClient.clear()
    this.#byKey.clear()
    this.#generation++
  }

  /** What routing and guards are derived from. */
  #derivedFrom() {
    return [this.#services, this.#routes, this.#guards, this.#plugins, this.#operations] as const
  }

  #set(entities: { [K in Kind]?: Entities[K] | undefined }): void {
    const { services = [], routes = [], guards = [], applications = [], plugins = [], operations = [] } = entities
    for (const service of services) this.#services.set(service.id, service)
    for (const route of routes) this.#routes.set(route.id, route)
    for (const guard of guards) this.#guards.set(guard.id, guard)
    for (const plugin of plugins) this.#plugins.set(plugin.id, plugin)
    for (const operation of operations) this.#operations.set(operation.id, operation)
    for (const application of applications) this.#setApplication(application)
    for (const consumer of entities.consumers ?? []) this.#consumers.set(consumer.id, consumer)
    if (entities.consumers?.length) this.#consumerGeneration++
    if ([services, routes, guards, plugins, operations].some(({ length }) => length > 0)) this.#generation++
  }

  #remove(ids: { [K in Kind]?: string[] | undefined }): void {
    const { services = [], routes = [], guards = [], applications = [], plugins = [], operations = [] } = ids
    const removed = [services, routes, guards, plugins, operations]
    this.#derivedFrom().forEach((map, at) => {
      for (const id of removed[at] ?? []) map.delete(id)
    })
    for (const id of applications) this.#dropApplication(id)
    for (const id of ids.consumers ?? []) this.#consumers.delete(id)
    if (ids.consumers?.length) this.#consumerGeneration++
    if (removed.some(({ length }) => length > 0)) this.#generation++
  }

  #setApplication(application: Application): void {
    this.#dropApplication(application.id)
    this.#applications.set(application.id, application)
    const { client_id: clientId } = application
    if (clientId !== null) this.#byClient.set(clientId, [...this.applicationsOf(clientId), application])
    for (const hash of application.api_keys ?? []) this.#byKey.set(hash, application)
  }

  #dropApplication(id: string): void {
    const before = this.#applications.get(id)
    if (!before) return
    this.#applications.delete(id)
    for (const hash of before.api_keys ?? []) if (this.#byKey.get(hash) === before) this.#byKey.delete(hash)
    if (before.client_id === null) return
    const others = this.applicationsOf(before.client_id).filter((application) => application !== before)
    if (others.length > 0) this.#byClient.set(before.client_id, others)
    else this.#byClient.delete(before.client_id)
  }
}
