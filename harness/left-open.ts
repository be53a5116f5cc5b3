import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Server } from 'node:net'

/** Node tells here of every server that begins to listen; where it does not (before 23), nothing is found. */
const listening = 'tracing:net.server.listen:asyncStart'

const opened = new AsyncLocalStorage<Server[]>()

/**
 * Does `work` and ends the servers that it left listening, however it ended.
 * @param tell told where each of them listened
 */
export async function closingWhatIsLeft(work: () => Promise<void>, tell: (addresses: string[]) => void): Promise<void> {
  const servers: Server[] = []
  const note = (message: unknown) => {
    if (opened.getStore() === servers) servers.push((message as { server: Server }).server) // as the channel tells
  }
  subscribe(listening, note)
  try {
    await opened.run(servers, work)
  } finally {
    unsubscribe(listening, note)
    const left = servers.filter((server) => server.listening)
    if (left.length > 0) tell(left.map(addressOf))
    for (const server of left) server.close().unref()
    for (const server of left) (server as { closeAllConnections?(): void }).closeAllConnections?.() // HTTP servers have it
  }
}

function addressOf(server: Server): string {
  const address = server.address()
  return typeof address === 'object' && address !== null ? `${address.address}:${address.port}` : String(address)
}
