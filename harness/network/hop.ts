import { createServer, Agent as HttpAgent, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { Complaints } from '../../kit/complaints.ts'
import { freePort } from '../../kit/free-port.ts'
import { keepAliveTimeout } from '../../kit/listener.ts'
import type { Certificate } from '../../kit/tls/certificate-authority.ts'
import type { Edge, HopCertificate } from './edge.ts'
import { type Passing, pass, passUpgrade } from './passing.ts'

/** A real proxy between two servers, on a port of its own. */
export interface Hop {
  /** Where the caller finds the other side. */
  readonly url: string
  /** What stands between them now. */
  readonly edge: Edge
  /** How many connections callers hold open. */
  readonly connections: number
  /** Whether `next` can stand there. @throws Complaints when it cannot */
  check(next: Edge): Promise<void>
  /** What stands between them from now on, and nothing else. */
  set(next: Edge): Promise<void>
  /** Ends every connection that is open, as a network does that breaks. */
  breakConnections(): void
  close(): Promise<void>
}

export interface HopOptions {
  name: string
  /** Origin of the other side. */
  target: string
  edge: Edge
  /** Of the server behind: what the hop shows unless its edge says otherwise. */
  certificate?: Certificate | undefined
  /** Makes the certificates that edges ask for. */
  issue?: ((kind: HopCertificate) => Promise<Certificate>) | undefined
}

/**
 * Starts a hop. It speaks https when its edge or the server behind has a certificate, and goes on with the scheme of `target`, whose
 * certificate it takes as it is: callers judge the one that the hop shows.
 */
export async function startHop({ name, target, edge: first, certificate, issue }: HopOptions): Promise<Hop> {
  let edge = first
  let served = 0
  const shown = async ({ tls }: Edge) => (tls && issue ? await issue(tls) : certificate)
  const server = await serverWith(await shown(first))
  const { sockets, breakConnections } = connectionsOf(server)
  const agents = new Agents()
  const closing = new AbortController()
  const passing = (): Passing => {
    const others = [edge.target ?? target].flat()
    const next = new URL(others[served % others.length] ?? target).origin
    return { target: next, edge, self: url, agent: agents.to(next, edge.from), closing: closing.signal }
  }
  /** Whether a request is let on; its connection may be gone by then. */
  const isTaken = ({ socket }: { socket: Socket }): boolean => {
    served++
    if (edge.breakEvery === undefined || served % edge.breakEvery !== 0) return edge.reach !== 'silent'
    socket.destroy()
    return false
  }
  server.on('request', (inbound, outbound) => {
    if (isTaken(inbound)) pass(inbound, outbound, passing()).catch(() => outbound.destroy())
  })
  server.on('upgrade', (inbound, _duplex, head: Buffer) => {
    if (isTaken(inbound)) passUpgrade(inbound, head, passing()).catch(() => inbound.socket.destroy())
  })
  const port = await freePort()
  await listen(server, port)
  const url = `${'setSecureContext' in server ? 'https' : 'http'}://127.0.0.1:${port}`
  const follow = async () => {
    const open = edge.reach !== 'refused'
    if (open === server.listening) return
    if (open) await listen(server, port)
    else await shut(server, breakConnections)
  }
  await follow()
  return {
    url,
    get edge() {
      return edge
    },
    get connections() {
      return sockets.size
    },
    check: (next) => checked(name, next, url),
    async set(next) {
      if (next.tls !== edge.tls && 'setSecureContext' in server) {
        server.setSecureContext({ ...(await shown(next)) })
        // Connections that are open have seen the certificate before.
        for (const socket of sockets) socket.destroy()
      }
      edge = next
      await follow()
    },
    breakConnections,
    async close() {
      closing.abort()
      agents.close()
      await shut(server, breakConnections)
    },
  }
}

async function checked(name: string, { tls, from }: Edge, url: string): Promise<void> {
  const refuse = (member: string, expected: string) => {
    throw new Complaints('network', [{ path: `${name}.${member}`, expected }])
  }
  if (tls !== undefined && url.startsWith('http:')) {
    refuse('tls', 'this hop speaks plain HTTP; start it with `tls: trusted`, or the servers with --tls')
  }
  if (from !== undefined && !(await isOfThisMachine(from))) refuse('from', 'this machine has no such address')
}

const isOfThisMachine = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false)).listen({ port: 0, host: address }, () => probe.close(() => resolve(true)))
  })

/**
 * Node's HTTPS is loaded by a hop that needs it. A caller's idle connection stays as long as at the servers behind, whose answers say so: one
 * that ends sooner ends just as it is used again, now and then.
 */
const serverWith = async (certificate: Certificate | undefined) =>
  certificate
    ? (await import('node:https')).createServer({ keepAliveTimeout, ...certificate })
    : createServer({ keepAliveTimeout })

function connectionsOf(server: Server) {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  // A caller that goes away, or does not like the certificate, is no event here.
  server.on('tlsClientError', () => undefined)
  return {
    sockets,
    breakConnections() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Connections to other sides, kept open, by scheme and the address that they come from. */
class Agents {
  readonly #known = new Map<string, HttpAgent>()

  to(target: string, from = ''): HttpAgent {
    const { protocol } = new URL(target)
    const name = `${protocol} ${from}`
    const agent = this.#known.get(name) ?? agentFor(protocol, { keepAlive: true, ...(from && { localAddress: from }) })
    this.#known.set(name, agent)
    return agent
  }

  close(): void {
    for (const agent of this.#known.values()) agent.destroy()
  }
}

function agentFor(protocol: string, options: { keepAlive: boolean; localAddress?: string }): HttpAgent {
  if (protocol !== 'https:') return new HttpAgent(options)
  return new (process.getBuiltinModule('node:https').Agent)({ ...options, rejectUnauthorized: false })
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })

const shut = (server: Server, breakConnections: () => void): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    breakConnections()
  })
