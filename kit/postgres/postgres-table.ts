import { deepFreeze } from '../frozen.ts'
import {
  type Change,
  type Identified,
  type ListKey,
  type PageRequest,
  type Table,
  type TableSpec,
  UniqueViolation,
} from '../table.ts'
import { type Answer, type Connection, Refused, type Runs, type Statement } from './connection.ts'
import { columnsOf, keyOf, keysOf, stored, without } from './keys.ts'
import type { Statements } from './statements.ts'

/** What the tables of one server share. */
export interface Surroundings {
  connection: Connection
  statements: Statements
  server: string
  /** Marks what this process tells the others. */
  origin: string
  /** Where the others listen; null when nobody listens to changes of `table`. */
  channelFor(table: string): string | null
  /** Tells this process. */
  tell(change: Change): void
}

/** A table that asks the database at every call: what another process wrote a moment ago is there. */
export class PostgresTable<Row extends Identified> implements Table<Row> {
  readonly #spec: TableSpec<Row>
  readonly #around: Surroundings

  constructor(spec: TableSpec<Row>, around: Surroundings) {
    this.#spec = spec
    this.#around = around
  }

  async insert(row: Row): Promise<void> {
    const { statements, channelFor, origin, tell } = this.#around
    const { name } = this.#spec
    const keys = keysOf(this.#spec, row)
    const values = [stored(row.id), JSON.stringify(row), ...columnsOf(keys), channelFor(name), origin]
    await this.#refusing(() => row, this.#run(statements.insert, ...values))
    tell({ table: name, row: deepFreeze(row), before: undefined })
  }

  async find(id: string): Promise<Row | undefined> {
    return this.#rowsIn(await this.#run(this.#around.statements.find, stored(id)))[0]
  }

  async listBy(index: string, value: string, within?: ListKey): Promise<Row[]> {
    const { statements } = this.#around
    const lists = within ? [{ index, value }, within] : [{ index, value }]
    for (const list of lists) this.#refuseUndeclared(list.index)
    const byId = lists.find((list) => list.index === 'id')
    if (byId) return this.#oneIn(byId.value, lists)
    const values = lists.flatMap((list) => [list.index, stored(list.value)])
    return this.#rowsIn(await this.#run(within ? statements.listWithin : statements.listBy, ...values))
  }

  async countBy(index: string, value: string): Promise<number> {
    this.#refuseUndeclared(index)
    if (index === 'id') return (await this.listBy(index, value)).length
    return countIn(await this.#run(this.#around.statements.countBy, index, stored(value)))
  }

  async page({ by, from, size, newestFirst = false }: PageRequest): Promise<Row[]> {
    const { statements } = this.#around
    if (!by) return this.#rowsIn(await this.#run(statements.page(newestFirst), from, size))
    this.#refuseUndeclared(by.index)
    if (by.index === 'id') return (await this.listBy(by.index, by.value)).slice(from, from + size)
    return this.#rowsIn(await this.#run(statements.pageBy(newestFirst), by.index, stored(by.value), from, size))
  }

  async all(): Promise<Row[]> {
    return this.#rowsIn(await this.#run(this.#around.statements.all))
  }

  async count(): Promise<number> {
    return countIn(await this.#run(this.#around.statements.count))
  }

  async replace(row: Row): Promise<boolean> {
    return (await this.change(row.id, () => row)) !== undefined
  }

  async change(id: string, how: (row: Row) => Row | undefined): Promise<Row | undefined> {
    const { connection, tell } = this.#around
    let row: Row | undefined
    const made = (before: Row) => {
      row = how(before)
      return row
    }
    const work = connection.transaction((on) => this.#changeOn(on, id, made))
    const change = await this.#refusing(() => row, work)
    if (!change) return undefined
    tell({ table: this.#spec.name, row: deepFreeze(change.row), before: change.before })
    return change.row
  }

  async remove(id: string): Promise<boolean> {
    const { statements, channelFor, origin, tell } = this.#around
    const { name } = this.#spec
    const [before] = this.#rowsIn(await this.#run(statements.remove, stored(id), channelFor(name), origin))
    if (!before) return false
    tell({ table: name, row: undefined, before })
    return true
  }

  async #changeOn(
    on: Runs,
    id: string,
    how: (row: Row) => Row | undefined,
  ): Promise<{ row: Row; before: Row } | undefined> {
    const { statements, server, channelFor, origin } = this.#around
    const { name } = this.#spec
    const found = await on.run(statements.lock, [server, name, stored(id)])
    const [before] = this.#rowsIn(found)
    const row = before && how(before)
    if (!before || !row) return undefined
    const [known, keys] = [keysOf(this.#spec, before), keysOf(this.#spec, row)]
    const position = found[0]?.position
    // A key that stays keeps its place in its list.
    const [gone, fresh] = [without(known, keys), without(keys, known)]
    if (gone.length > 0) await on.run(statements.removeKeys, [position, ...columnsOf(gone).slice(0, 2)])
    const telling = [channelFor(name), origin, found[0]?.row]
    await on.run(statements.replace, [server, name, position, JSON.stringify(row), ...columnsOf(fresh), ...telling])
    return { row, before }
  }

  /** The row of this id, if it is in all of the lists. */
  async #oneIn(id: string, lists: readonly ListKey[]): Promise<Row[]> {
    const row = await this.find(id)
    if (!row) return []
    const wanted = lists.map(({ index, value }) => keyOf(index, value))
    return without(wanted, [...keysOf(this.#spec, row), keyOf('id', id)]).length === 0 ? [row] : []
  }

  #run(statement: Statement, ...values: unknown[]): Promise<Answer[]> {
    const { connection, server } = this.#around
    return connection.run(statement, [server, this.#spec.name, ...values])
  }

  /** Gives what `work` gives. @throws UniqueViolation where a constraint stood against it */
  async #refusing<T>(rowIn: () => Row | undefined, work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      const row = rowIn()
      throw error instanceof Refused && row ? await this.#violation(error, row) : error
    }
  }

  /** The database says that something was taken; which, as far as it is still there to be seen. */
  async #violation({ constraint }: Refused, row: Row): Promise<UniqueViolation> {
    const { name, unique = {} } = this.#spec
    if (constraint === 'rows_ids') return new UniqueViolation(name, 'id', row.id)
    const before = await this.find(row.id)
    const single = keysOf(this.#spec, row).filter((key) => key.single)
    const wanted = without(single, before ? keysOf(this.#spec, before) : [])
    const answer = await this.#run(this.#around.statements.taken, ...columnsOf(wanted).slice(0, 2))
    const taken = wanted.find(({ index }) => answer.some(({ key }) => key === index)) ?? wanted[0]
    const index = taken?.index ?? 'id'
    return new UniqueViolation(name, index, unique[index]?.(row) ?? row.id)
  }

  #refuseUndeclared(index: string): void {
    const { name, indexes, unique } = this.#spec
    if (index !== 'id' && !Object.hasOwn({ ...indexes, ...unique }, index))
      throw new Error(`table ${name} has no index ${index}`)
  }

  #rowsIn(answer: readonly Answer[]): Row[] {
    // This table wrote them.
    return answer.map(({ row }) => deepFreeze(JSON.parse(String(row)) as Row))
  }
}

const countIn = ([row]: readonly Answer[]): number => Number(row?.count)
