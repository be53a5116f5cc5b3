import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { untrusted } from './untrusted-certificate.ts'

/** A server that speaks TLS with an untrusted certificate, and hands everything on to `url`. Gives its own address. */
export async function tlsBefore(url: string): Promise<string> {
  const server = createServer(untrusted, async (asked, response) => {
    const body = asked.method === 'POST' ? await text(asked) : undefined
    const { authorization = '', 'content-type': type = '' } = asked.headers
    const answer = await fetch(`${url}${asked.url}`, {
      method: asked.method ?? 'GET',
      headers: { authorization, 'content-type': type },
      ...(body !== undefined && { body }),
    })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function text(asked: AsyncIterable<Buffer>): Promise<string> {
  let whole = ''
  for await (const chunk of asked) whole += chunk
  return whole
}
