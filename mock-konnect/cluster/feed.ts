import type { Clock } from '../../kit/clock.ts'
import type { Database } from '../../kit/table.ts'
import type { ControlPlane } from '../model/control-plane.ts'
import type { Model } from '../model/model.ts'
import { type Delta, deltasOf } from './delta.ts'
import { type Position, positionsIn } from './positions.ts'
import { configurationReading } from './reading.ts'
import { nothingTouched, type Touched, touch, touchingTables } from './touched.ts'

/** A data plane that listens. */
export interface Listener {
  /** One line, with its end. */
  write(line: string): void
  end(): void
}

/** The configuration of every control plane, as a versioned stream of lines. */
export interface ConfigurationFeed {
  /** Where the control plane stands, with every change so far counted. */
  position(controlPlaneId: string): Promise<Position>
  /** Sends `full` and then every change. Gives the function that ends it. */
  listen(controlPlane: ControlPlane, listener: Listener): Promise<() => void>
  /** How many listen to a control plane. */
  listeners(controlPlaneId: string): number
  /** Everything may be different now: sends `full` to all. */
  restart(): Promise<void>
  close(): void
}

export interface ConfigurationFeedOptions {
  model: Model
  database: Database
  clock: Clock
  organizationId: string
}

const pingEvery = 30_000

/**
 * Follows `database`: a change is read once, after the turn it happened in, and told to those it concerns. Processes that share the
 * database each tell their own data planes. Whoever made a change counts the version; the others pass on what they hear of it, and the
 * version when it comes: a data plane that says a version has everything that was counted until then.
 */
export function configurationFeed({
  model,
  database,
  clock,
  organizationId,
}: ConfigurationFeedOptions): ConfigurationFeed {
  const reading = configurationReading(model, organizationId)
  const positions = positionsIn(database, clock)
  const open = new Map<Listener, ControlPlane>()
  let own = nothingTouched()
  /** Of changes that others made; nobody does where nobody shares the database. */
  let foreign: Touched | undefined
  /** Control planes whose data planes know more than the version says. */
  const ahead = new Set<string>()
  let scheduled: NodeJS.Immediate | undefined
  let pinging: NodeJS.Timeout | undefined
  let turn: Promise<unknown> = Promise.resolve()

  /** Lines are made one after another, so that versions never overtake each other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }

  database.onChange((change) => {
    if (change.elsewhere) foreign ??= nothingTouched()
    if (!touch(change.elsewhere && foreign ? foreign : own, change) || scheduled) return
    scheduled = setImmediate(() => told(flush))
  }, touchingTables)
  database.onUpheaval(() => told(sendAll))
  positions.onFollow((id, version) =>
    told(async () => {
      await flush()
      const position = positions.follow(id, version)
      if (position) sendVersion(id, position)
    }),
  )

  return {
    position: (id) =>
      inTurn(async () => {
        await database.caughtUp()
        await flush()
        if (ahead.has(id)) sendVersion(id, await positions.advance(id))
        return positions.at(id)
      }),
    listen: (controlPlane, listener) =>
      inTurn(async () => {
        await flush()
        await sendFull(listener, controlPlane)
        open.set(listener, controlPlane)
        pinging ??= setInterval(ping, pingEvery).unref()
        return () => leave(listener)
      }),
    listeners: (id) => Array.from(open.values()).filter((controlPlane) => controlPlane.id === id).length,
    restart: () => inTurn(restart),
    close: () => endAll(),
  }

  /** Does it in turn. Data planes that cannot be told connect again, and get everything. */
  function told(work: () => Promise<void>): void {
    inTurn(work).catch(() => endAll())
  }

  async function flush(): Promise<void> {
    scheduled = undefined
    const touched = own
    own = nothingTouched()
    await endOrphaned(touched.controlPlanes)
    const counted = new Map<string, Position>()
    const deltas = await deltasOf(touched, model, reading)
    for (const id of deltas.keys()) counted.set(id, await positions.advance(id))
    if (counted.size > 0) await database.caughtUp()
    // What others made of the same rows meanwhile is told now, and must not be taken back.
    const newest = (await passOn()) ? await deltasOf(touched, model, reading) : deltas
    for (const [id, position] of counted) sendVersion(id, position, newest.get(id))
  }

  /** Tells what others changed. Gives whether that was anything. */
  async function passOn(): Promise<boolean> {
    if (!foreign) return false
    const touched = foreign
    foreign = undefined
    await endOrphaned(touched.controlPlanes)
    const deltas = await deltasOf(touched, model, reading)
    for (const [id, delta] of deltas) {
      sendVersion(id, await positions.at(id), delta)
      ahead.add(id)
    }
    return deltas.size > 0
  }

  function sendVersion(id: string, { version, hash }: Position, delta: Delta = { set: {}, removed: {} }): void {
    ahead.delete(id)
    send(id, () => ({ type: 'delta', version, hash, ...delta }))
  }

  /** Nothing more can be said to data planes whose control plane is gone. */
  async function endOrphaned(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) {
      if (await model.controlPlanes.find(id)) continue
      positions.forget(id)
      endAll((controlPlane) => controlPlane.id === id)
    }
  }

  async function restart(): Promise<void> {
    for (const id of Array.from(positions.known().keys())) await positions.advance(id)
    await sendAll()
  }

  async function sendAll(): Promise<void> {
    own = nothingTouched()
    foreign = undefined
    for (const [listener, controlPlane] of Array.from(open)) {
      const still = await model.controlPlanes.find(controlPlane.id)
      if (still) await sendFull(listener, still)
      else endAll(({ id }) => id === controlPlane.id)
    }
  }

  async function sendFull(listener: Listener, controlPlane: ControlPlane): Promise<void> {
    const { version, hash } = await positions.at(controlPlane.id)
    const { id, name } = controlPlane
    const entities = await reading.whole(id)
    listener.write(line({ type: 'full', version, hash, control_plane: { id, name }, entities }))
  }

  /** Makes the line once, and only when somebody listens. */
  function send(controlPlaneId: string, message: () => object): void {
    const concerned = Array.from(open).filter(([, { id }]) => id === controlPlaneId)
    const text = concerned.length > 0 ? line(message()) : ''
    for (const [listener] of concerned) listener.write(text)
  }

  function ping(): void {
    for (const [listener, { id }] of open) {
      const { version, hash } = positions.known().get(id) ?? {}
      listener.write(line({ type: 'ping', version, hash }))
    }
  }

  function leave(listener: Listener): void {
    open.delete(listener)
    if (open.size > 0) return
    clearInterval(pinging)
    pinging = undefined
  }

  function endAll(which: (controlPlane: ControlPlane) => boolean = () => true): void {
    for (const [listener, controlPlane] of Array.from(open)) {
      if (!which(controlPlane)) continue
      leave(listener)
      listener.end()
    }
  }
}

const line = (message: object): string => `${JSON.stringify(message)}\n`
