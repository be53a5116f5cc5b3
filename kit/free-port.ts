import { createServer } from 'node:net'
import { randomIds } from './ids.ts'

/**
 * A port of this machine on which nobody listens. It is below those that a system hands out by itself (from 32768 on Linux, 49152 elsewhere):
 * no connection that goes out, and no server that asks for any port, takes it before it is used or while its server is down.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Number(randomIds.digits('port', 4))
    if (await isFree(port)) return port
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false)).listen({ port }, () => probe.close(() => resolve(true)))
  })
