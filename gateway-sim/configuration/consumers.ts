import type { GatewayQuirks } from '../quirks/hook-points.ts'
import type { Consumer } from './entities.ts'
import type { EntityStore } from './entity-store.ts'

/** By what a consumer is looked up. */
export type ConsumerMember = 'id' | 'username' | 'custom_id'

/** What a node keeps of one look-up: the consumer, or that there was none. */
export interface KeptConsumer {
  consumer: Consumer | undefined
}

/** The consumers that one node has looked up. A change of any consumer makes it look again. */
export class Consumers {
  readonly #kept = new Map<string, KeptConsumer & { generation: number }>()

  find(
    members: readonly ConsumerMember[],
    value: string,
    { store, quirks }: { store: EntityStore; quirks: GatewayQuirks },
  ): Consumer | undefined {
    const key = `${members.join()} ${value}`
    const generation = store.consumerGeneration
    const kept = this.#kept.get(key)
    if (kept && quirks.run('consumerCounts', isCurrent, kept, kept.generation === generation)) return kept.consumer
    const consumer = store.consumerBy(members, value)
    this.#kept.set(key, { consumer, generation })
    return consumer
  }

  /** Forgets all, as a node that starts again does. */
  clear(): void {
    this.#kept.clear()
  }
}

const isCurrent = (_kept: KeptConsumer, current: boolean) => current
