import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A frontend that is served by itself, as its developers have it: one page, whatever the path. Gives its origin. */
export async function frontend(): Promise<string> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>An app'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  // It listens on TCP, so the address is one of a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What an answer tells browsers about scripts of other origins. */
export const toldOfOrigins = (headers: object): object =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary'))
