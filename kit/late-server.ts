import { createServer } from 'node:http'
import { keepAliveTimeout, type Listener, listenerOf } from './listener.ts'
import type { App } from './mock-server.ts'
import { recordedStreams } from './recorded-streams.ts'
import type { Listening } from './serve.ts'

/**
 * Listens, over plain HTTP, for an application that is made with its first request: until then it costs a start its port alone.
 * Closing it leaves the application open, which may serve without connections too.
 */
export function lateServer(make: () => App): Listener & Listening {
  let made: Promise<App> | undefined
  const before: (() => Promise<void>)[] = []
  const server = createServer({ ...recordedStreams, keepAliveTimeout, requestTimeout: 0 }, (request, response) => {
    made ??= ready(make)
    made.then(
      (app) => app.routing(request, response),
      () => response.destroy(),
    )
  })
  const { listen, close } = listenerOf(server)
  return {
    server,
    listen,
    addHook: (_preClose, hook) => before.push(hook),
    async close() {
      await Promise.all(before.map((hook) => hook()))
      await close()
    },
  }
}

async function ready(make: () => App): Promise<App> {
  const app = make()
  await app.ready()
  return app
}
