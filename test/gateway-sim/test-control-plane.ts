import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a control plane may say, loosely: tests also send what no control plane would. */
export type Line = Record<string, unknown>

export interface TestControlPlane {
  url: string
  /** How often a data plane connected. */
  connections: number
  /** Sends a delta with the next version. Gives the version. */
  push(change: { set?: Line; removed?: Line }): number
  /** Sends everything anew. */
  full(entities: Line): number
  /** Sends bytes as they are. */
  raw(text: string): void
  /** Ends every stream, and answers 503 until `comeBack`. */
  goAway(): void
  comeBack(): void
  close(): Promise<void>
}

/** Entities as a data plane has them that has followed a change: what it gets whole when it connects again. */
function changed(entities: Line, { set = {}, removed = {} }: { set?: Line; removed?: Line }): Line {
  const kinds = new Set([...Object.keys(entities), ...Object.keys(set)])
  const listed = (lists: Line, kind: string) => (lists[kind] ?? []) as { id?: unknown }[] // each kind is a list
  return Object.fromEntries(
    Array.from(kinds, (kind) => {
      const fresh = listed(set, kind)
      const gone = new Set<unknown>([...((removed[kind] ?? []) as unknown[]), ...fresh.map(({ id }) => id)])
      return [kind, [...listed(entities, kind).filter(({ id }) => !gone.has(id)), ...fresh]]
    }),
  )
}

export const konnectToken = 'kpat_test'

/** Plays Konnect's side of the configuration stream. */
export async function testControlPlane(entities: Line): Promise<TestControlPlane> {
  const streams = new Set<ServerResponse>()
  let version = 1
  let current = entities
  let away = false
  let connections = 0
  const hash = () => String(version).padStart(32, '0')
  const send = (line: Line) => {
    for (const stream of streams) stream.write(`${JSON.stringify(line)}\n`)
  }
  const fullLine = () => ({
    type: 'full',
    version,
    hash: hash(),
    control_plane: { id: 'cp-1', name: 'default' },
    entities: current,
  })
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x')
    if (away) return response.writeHead(503).end()
    if (request.headers.authorization !== `Bearer ${konnectToken}`) return response.writeHead(401).end('{}')
    if (url.searchParams.get('control_plane') !== 'default') return response.writeHead(404).end('{}')
    connections++
    streams.add(response)
    response.on('close', () => streams.delete(response))
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.write(`${JSON.stringify(fullLine())}\n`)
    return response
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections
    },
    push(change) {
      current = changed(current, change)
      version++
      send({ type: 'delta', version, hash: hash(), ...change })
      return version
    },
    full(next) {
      current = next
      version++
      send(fullLine())
      return version
    },
    raw(text) {
      for (const stream of streams) stream.write(text)
    },
    goAway() {
      away = true
      for (const stream of streams) stream.destroy()
    },
    comeBack() {
      away = false
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
