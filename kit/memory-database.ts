import { deepFreeze } from './frozen.ts'
import type { Journal } from './journal.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { OrderedIds } from './ordered-ids.ts'
import {
  type Change,
  type Counters,
  type Database,
  type Identified,
  type Keys,
  type ListKey,
  type PageRequest,
  type Table,
  type TableSpec,
  UniqueViolation,
} from './table.ts'

/**
 * Tables in memory. Lookups by id and by index cost the same with ten rows and with a million.
 * @param journal keeps the rows beyond the process: tables begin with what it has, and put each change down before they make it
 */
export function memoryDatabase(journal?: Journal): Database {
  const listeners: ((change: Change) => void)[] = []
  const tables = new Map<string, MemoryTable<Identified>>()
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change)
  }
  return {
    table<Row extends Identified>(spec: TableSpec<Row>) {
      const table = new MemoryTable(spec, tell, journal)
      // The map only lists and refills rows, it never looks into them.
      tables.set(spec.name, table as unknown as MemoryTable<Identified>)
      return table
    },
    onChange(listener, only) {
      listeners.push(only ? (change) => only.includes(change.table) && listener(change) : listener)
    },
    async snapshot() {
      return Object.fromEntries(await Promise.all([...tables].map(async ([name, table]) => [name, await table.all()])))
    },
    async restore(snapshot) {
      journal?.replaceAll(Object.fromEntries([...tables.keys()].map((name) => [name, snapshot[name] ?? []])))
      for (const [name, table] of tables) table.refill(snapshot[name] ?? [])
    },
    // Nobody shares the memory of a process.
    onUpheaval() {},
    async caughtUp() {},
    alone: oneAtATime(),
    join: (work) => work(true),
    counters: countersInMemory(),
  }
}

function countersInMemory(): Counters {
  const counted = new Map<string, number>()
  const read = (name: string) => counted.get(name) ?? 0
  return {
    read: async (name) => read(name),
    async next(name) {
      counted.set(name, read(name) + 1)
      return read(name)
    },
    onCount() {},
  }
}

/** Lists up to this length are walked for a page; longer ones get an order of their own with the first page of them. */
const walked = 1000
const wholeTable = ''
const nothing = () => new Set<string>()
const listOf = (index: string, value: string): string => `${index} ${value}`

class MemoryTable<Row extends Identified> implements Table<Row> {
  readonly #spec: TableSpec<Row>
  readonly #tell: (change: Change) => void
  readonly #journal: Journal | undefined
  readonly #rows = new Map<string, Row>()
  readonly #keys: [index: string, keysOf: (row: Row) => Keys][]
  readonly #unique: [index: string, keyOf: (row: Row) => string | undefined][]
  readonly #indexes = new Map<string, Map<string, Set<string>>>()
  /** Of the long lists that pages were asked of. */
  readonly #orders = new Map<string, OrderedIds>()

  constructor(spec: TableSpec<Row>, tell: (change: Change) => void, journal: Journal | undefined) {
    this.#spec = spec
    this.#tell = tell
    this.#journal = journal
    this.#keys = Object.entries({ ...spec.indexes, ...spec.unique })
    this.#unique = Object.entries(spec.unique ?? {})
    if (journal) this.refill(journal.read(spec.name))
  }

  async insert(row: Row): Promise<void> {
    if (this.#rows.has(row.id)) throw new UniqueViolation(this.#spec.name, 'id', row.id)
    this.#refuseTaken(row)
    this.#journal?.put(this.#spec.name, row)
    this.#put(row)
    this.#tell({ table: this.#spec.name, row, before: undefined })
  }

  async find(id: string): Promise<Row | undefined> {
    return this.#rows.get(id)
  }

  async listBy(index: string, value: string, within?: ListKey): Promise<Row[]> {
    const ids = this.#idsBy(index, value) ?? nothing()
    const others = within && (this.#idsBy(within.index, within.value) ?? nothing())
    const [fewer, more] = others && others.size < ids.size ? [others, ids] : [ids, others]
    const chosen = more ? Array.from(fewer).filter((id) => more.has(id)) : Array.from(fewer)
    return chosen.map((id) => this.#rows.get(id)).filter((row) => row !== undefined)
  }

  async countBy(index: string, value: string): Promise<number> {
    return this.#idsBy(index, value)?.size ?? 0
  }

  async page({ by, from, size, newestFirst = false }: PageRequest): Promise<Row[]> {
    const ids = by ? (this.#idsBy(by.index, by.value) ?? nothing()) : this.#rows
    const end = newestFirst ? Math.max(0, ids.size - from) : from + size
    const start = newestFirst ? Math.max(0, end - size) : from
    const chosen = this.#orderOf(by ? listOf(by.index, by.value) : wholeTable, ids).slice(start, end - start)
    const rows = chosen.map((id) => this.#rows.get(id)).filter((row) => row !== undefined)
    return newestFirst ? rows.reverse() : rows
  }

  #orderOf(list: string, ids: Set<string> | Map<string, Row>): { slice(from: number, count: number): string[] } {
    const known = this.#orders.get(list)
    if (known) return known
    if (ids.size <= walked) return { slice: (from, count) => Array.from(ids.keys()).slice(from, from + count) }
    const order = new OrderedIds(ids.keys())
    this.#orders.set(list, order)
    return order
  }

  #idsBy(index: string, value: string): Set<string> | undefined {
    if (index === 'id') return this.#rows.has(value) ? new Set([value]) : undefined
    if (!this.#keys.some(([name]) => name === index)) throw new Error(`table ${this.#spec.name} has no index ${index}`)
    return this.#indexes.get(index)?.get(value)
  }

  async all(): Promise<Row[]> {
    return [...this.#rows.values()]
  }

  async count(): Promise<number> {
    return this.#rows.size
  }

  async replace(row: Row): Promise<boolean> {
    const before = this.#rows.get(row.id)
    if (!before) return false
    this.#refuseTaken(row)
    this.#journal?.put(this.#spec.name, row)
    this.#unindex(before, row)
    this.#put(row)
    this.#tell({ table: this.#spec.name, row, before })
    return true
  }

  async change(id: string, how: (row: Row) => Row | undefined): Promise<Row | undefined> {
    const before = this.#rows.get(id)
    const row = before && how(before)
    if (row) await this.replace(row) // which does all of it before it gives way
    return row
  }

  async remove(id: string): Promise<boolean> {
    const before = this.#rows.get(id)
    if (!before) return false
    this.#journal?.remove(this.#spec.name, id)
    this.#unindex(before)
    this.#orders.get(wholeTable)?.remove(id)
    this.#rows.delete(id)
    this.#tell({ table: this.#spec.name, row: undefined, before })
    return true
  }

  /** Empties the table and fills it without telling anybody. */
  refill(rows: readonly Identified[]): void {
    this.#rows.clear()
    this.#indexes.clear()
    this.#orders.clear()
    // A snapshot of this table holds this table's rows.
    for (const row of rows) this.#put(row as Row)
  }

  #put(row: Row): void {
    this.#rows.set(row.id, deepFreeze(row))
    this.#orders.get(wholeTable)?.add(row.id)
    for (const [index, keysOf] of this.#keys) {
      const keys = keysOf(row)
      if (typeof keys === 'string') this.#enter(index, keys, row.id)
      else for (const key of keys ?? []) this.#enter(index, key, row.id)
    }
  }

  #enter(index: string, key: string, id: string): void {
    const values = this.#indexes.get(index) ?? new Map<string, Set<string>>()
    const ids = values.get(key) ?? new Set<string>()
    this.#indexes.set(index, values.set(key, ids.add(id)))
    this.#orders.get(listOf(index, key))?.add(id)
  }

  /** Takes `row` out of the indexes, but lets it stand where its `successor` stands too: that keeps its place in the order. */
  #unindex(row: Row, successor?: Row): void {
    for (const [index, keysOf] of this.#keys) {
      const keys = keysOf(row)
      const kept = successor && keysOf(successor)
      if (typeof keys === 'string' ? keys === kept : keys === undefined) continue
      for (const key of [keys ?? []].flat()) if (![kept].flat().includes(key)) this.#leave(index, key, row.id)
    }
  }

  #leave(index: string, key: string, id: string): void {
    const values = this.#indexes.get(index)
    const ids = values?.get(key)
    ids?.delete(id)
    this.#orders.get(listOf(index, key))?.remove(id)
    if (ids?.size !== 0) return
    values?.delete(key)
    this.#orders.delete(listOf(index, key))
  }

  #refuseTaken(row: Row): void {
    for (const [index, keyOf] of this.#unique) {
      const key = keyOf(row)
      const holder = key === undefined ? undefined : this.#indexes.get(index)?.get(key)
      if (key !== undefined && holder && !holder.has(row.id)) throw new UniqueViolation(this.#spec.name, index, key)
    }
  }
}
