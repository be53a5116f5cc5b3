import type { App } from '../kit/mock-server.ts'

/**
 * Takes a body without a byte for none, whatever media type announces it. axios calls an empty body a form, and with axios the vendor's
 * own SDK and portal do: `refresh-token`, `refresh` and `logout` come like that (`@kong/sdk-portal-js` 2.16).
 */
export function takeEmptyForNone(app: App): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { 'content-length': length, 'content-type': type } = request.headers
    if (length === '0' && type !== undefined && !request.server.hasContentTypeParser(mediaTypeOf(type)))
      delete request.headers['content-type']
    done()
  })
}

/** The media type without its parameters. */
const mediaTypeOf = (header: string): string => (header.split(';', 1)[0] ?? '').trim().toLowerCase()
