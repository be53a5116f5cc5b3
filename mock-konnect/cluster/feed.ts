import { createHash } from 'node:crypto'
import { type Clock, epochSeconds } from '../../kit/clock.ts'
import type { Database } from '../../kit/table.ts'
import type { ControlPlane } from '../model/control-plane.ts'
import type { Model } from '../model/model.ts'
import { deltasOf } from './delta.ts'
import { configurationReading } from './reading.ts'
import { nothingTouched, touch } from './touched.ts'

/** Where the configuration of a control plane stands. Times are epoch seconds, as the published hash answer has them. */
export interface Position {
  version: number
  hash: string
  created_at: number
  updated_at: number
}

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

/** Follows `database`: a change is read once, after the turn it happened in, and told to those it concerns. */
export function configurationFeed({
  model,
  database,
  clock,
  organizationId,
}: ConfigurationFeedOptions): ConfigurationFeed {
  const reading = configurationReading(model, organizationId)
  const positions = new Map<string, Position>()
  const open = new Map<Listener, ControlPlane>()
  let touched = nothingTouched()
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
    if (!touch(touched, change) || scheduled) return
    scheduled = setImmediate(() => inTurn(flush).catch(() => endAll()))
  })

  return {
    position: (id) =>
      inTurn(async () => {
        await flush()
        return positionOf(id)
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

  async function flush(): Promise<void> {
    scheduled = undefined
    const now = touched
    touched = nothingTouched()
    await endOrphaned(now.controlPlanes)
    for (const [id, delta] of await deltasOf(now, model, reading)) {
      const { version, hash } = advance(id)
      send(id, () => ({ type: 'delta', version, hash, ...delta }))
    }
  }

  /** Nothing more can be said to data planes whose control plane is gone. */
  async function endOrphaned(ids: ReadonlySet<string>): Promise<void> {
    for (const id of ids) {
      if (await model.controlPlanes.find(id)) continue
      positions.delete(id)
      endAll((controlPlane) => controlPlane.id === id)
    }
  }

  async function restart(): Promise<void> {
    touched = nothingTouched()
    for (const id of positions.keys()) advance(id)
    for (const [listener, controlPlane] of open) {
      const still = await model.controlPlanes.find(controlPlane.id)
      if (still) await sendFull(listener, still)
      else endAll(({ id }) => id === controlPlane.id)
    }
  }

  async function sendFull(listener: Listener, controlPlane: ControlPlane): Promise<void> {
    const { version, hash } = positionOf(controlPlane.id)
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
      const { version, hash } = positionOf(id)
      listener.write(line({ type: 'ping', version, hash }))
    }
  }

  function positionOf(id: string): Position {
    const known = positions.get(id)
    if (known) return known
    const now = epochSeconds(clock)
    const first = { version: 1, hash: hashOf(id, 1), created_at: now, updated_at: now }
    positions.set(id, first)
    return first
  }

  function advance(id: string): Position {
    const { version, created_at } = positionOf(id)
    const next = { version: version + 1, hash: hashOf(id, version + 1), created_at, updated_at: epochSeconds(clock) }
    positions.set(id, next)
    return next
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

/** 32 hex digits, a function of control plane and version alone. */
const hashOf = (id: string, version: number): string => createHash('md5').update(`${id} ${version}`).digest('hex')
