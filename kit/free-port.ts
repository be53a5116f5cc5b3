import { createServer } from 'node:net'
import { threadId } from 'node:worker_threads'
import { randomIds } from './ids.ts'

const size = 1000
/** Where this thread looks: the threads of one process never give the same port, although nobody may listen on it yet. */
const first = 12_000 + ((process.pid + threadId) % 20) * size
/** All of them in turn, from any one on: a port that was given comes again after all others, since nobody may listen on it yet. */
function* inTurn(): Generator<number, never> {
  for (let at = Number(randomIds.digits('port', 3)); ; at++) yield first + (at % size)
}
const ports = inTurn()

/**
 * A port of this machine on which nobody listens. It is below those that a system hands out by itself (from 32768 on Linux, 49152 elsewhere):
 * no connection that goes out, and no server that asks for any port, takes it before it is used or while its server is down.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = ports.next().value
    if (await isFree(port)) return port
  }
}

/** A free port for each of several that listen later, none twice. */
export async function freePorts<Name extends string>(names: readonly Name[]): Promise<Record<Name, number>> {
  const each = await Promise.all(names.map(async (name) => [name, await freePort()] as const))
  // There is one for every name.
  return Object.fromEntries(each) as Record<Name, number>
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false)).listen({ port }, () => probe.close(() => resolve(true)))
  })
