import { METHODS } from 'node:http'
import type { Socket } from 'node:net'
import type { Ids } from '../../kit/ids.ts'
import { type App, type MockServerOptions, mockServer } from '../../kit/mock-server.ts'
import type { GatewayBehaviour } from '../behaviour.ts'
import { errorBody } from '../error-body.ts'
import { speakKongErrors } from '../error-handler.ts'
import { gatewayVersion } from '../gateway-version.ts'
import { type GatekeeperOptions, gatekeeper } from './gatekeeper.ts'
import { Upgrades, wantsWebSocket } from './upgrades.ts'

/** nginx's four header buffers of 8 kB (gateway.md 8.1). */
const headerBytes = 32 * 1024

/** What the proxy has from its node. */
export interface ProxyAppOptions extends Omit<GatekeeperOptions, 'upgrades'>, MockServerOptions {
  nodeName: string
  ids: Ids
}

/** The app that callers of APIs talk to. It does not listen. */
export function proxyApp({ nodeName, ids, behaviour, ...options }: ProxyAppOptions): App {
  const app = mockServer(nodeName, {
    ...options,
    connection: {
      http: { maxHeaderSize: headerBytes, shouldUpgradeCallback: wantsWebSocket },
      rewriteUrl: ({ url = '/' }) => routableUrl(url),
      clientErrorHandler: (error, socket) => refuseUnparsed(error, socket, ids, behaviour.current),
    },
  })
  app.setGenReqId(() => ids.hex('request', 16))
  speakKongErrors(app, behaviour)
  takeEveryMethod(app)
  // Before Fastify looks at the body: whatever its type, it goes to the upstream as it comes.
  const upgrades = new Upgrades()
  const onRequest = gatekeeper({ ...options, behaviour, upgrades })
  app.all('/*', { onRequest }, (_request, reply) => reply.hijack())
  upgrades.attach(app.server, app)
  app.addHook('preClose', async () => upgrades.close())
  return app
}

/**
 * Fastify's router answers by itself, before any hook, when a URL is no percent-encoded UTF-8. Kong takes such URLs, so the router
 * gets them with every `%` escaped; the gatekeeper works on, and restores, what was sent.
 */
function routableUrl(url: string): string {
  if (!url.includes('%')) return url
  try {
    decodeURIComponent(url)
    return url
  } catch {
    return url.replaceAll('%', '%25')
  }
}

/** Kong proxies all methods (gateway.md 8.1): as many as Node's parser knows, but for CONNECT, which has no path. */
function takeEveryMethod(app: App): void {
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !app.supportedMethods.includes(method)) app.addHttpMethod(method)
  }
}

/** Bytes that are no request, or whose headers are too long: nginx's 400 in text, since no `Accept` is known (gateway.md 8.1, 8.3). */
function refuseUnparsed(error: Error & { code?: string }, socket: Socket, ids: Ids, switches: GatewayBehaviour): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const tooLong = error.code === 'HPE_HEADER_OVERFLOW'
  const { server } = gatewayVersion(switches.gatewayVersion)
  const requestId = ids.hex('request', 16)
  const { type, text } = errorBody(
    tooLong ? 'Request header or cookie too large' : 'Bad request',
    requestId,
    'text/plain',
  )
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(text)}`,
      `Server: ${server}`,
      `X-Kong-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      text,
    ].join('\r\n'),
  )
}
