import { METHODS } from 'node:http'
import type { Socket } from 'node:net'
import { type App, type MockServerOptions, mockServer } from '../../kit/mock-server.ts'
import { speakKongErrors } from '../error-handler.ts'
import { type Entrance, reading, takeTheRest } from './entrance.ts'
import { type GatekeeperOptions, gatekeeper } from './gatekeeper.ts'
import { enterUnparsed } from './unparsed.ts'
import { Upgrades } from './upgrades.ts'

/** What the proxy has from its node. */
export interface ProxyAppOptions extends Omit<GatekeeperOptions, 'upgrades'>, Omit<MockServerOptions, 'clock'> {
  nodeName: string
}

/** A node's proxy: an app that does not listen, and the way in for servers that listen in its stead. */
export interface Proxy {
  app: App
  entrance: Entrance
}

/** The app that callers of APIs talk to. */
export function proxyApp({ nodeName, ids, behaviour, ...options }: ProxyAppOptions): Proxy {
  const unparsed = (error: Error, socket: Socket) =>
    enterUnparsed(app, error, socket, behaviour.current.largeClientHeaderBuffer)
  const app: App = mockServer(nodeName, {
    ...options,
    connection: {
      http: reading,
      rewriteUrl: ({ url = '/' }) => routableUrl(url),
      clientErrorHandler: unparsed,
    },
  })
  app.setGenReqId(() => ids.hex('request', 16))
  speakKongErrors(app, behaviour)
  takeEveryMethod(app)
  // Before Fastify looks at the body: whatever its type, it goes to the upstream as it comes.
  const upgrades = new Upgrades()
  const onRequest = gatekeeper({ ...options, ids, behaviour, upgrades })
  app.all('/*', { onRequest }, (_request, reply) => reply.hijack())
  const entrance: Entrance = {
    request: (request, response) => app.routing(request, response),
    upgrade: (request, socket, head) => upgrades.enter(app, request, socket, head),
    unparsed,
  }
  takeTheRest(app.server, () => entrance)
  app.addHook('preClose', async () => upgrades.close())
  return { app, entrance }
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

/** Kong proxies all methods (gateway.md 8.1): as many as Node's parser knows, but for CONNECT, which has no path and which nginx refuses. */
function takeEveryMethod(app: App): void {
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !app.supportedMethods.includes(method)) app.addHttpMethod(method)
  }
}
