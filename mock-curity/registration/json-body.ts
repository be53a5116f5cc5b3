import type { Behaviour } from '../../kit/behaviour.ts'
import type { App } from '../../kit/mock-server.ts'
import type { Switches } from '../behaviour.ts'
import { invalidClientMetadata, invalidRequest } from '../errors.ts'
import { dcr as reasons } from '../reasons.ts'

/** Lets the routes of `app` take JSON under any content type, as clients of the product send it (`curity.md` 2.5). */
export function takeJsonLeniently(app: App, behaviour: Behaviour<Switches>): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    const type = request.headers['content-type'] ?? ''
    if (behaviour.current.registrationContentType === 'json-only' && !/^application\/json\b/i.test(type)) {
      return done(invalidRequest('The request must be JSON', reasons.contentType()))
    }
    return done(null, parsed(String(body)))
  })
}

/** Text that is no JSON stays text, and is refused with everything else that is no object. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The body, if it is one JSON object. @throws invalid_client_metadata */
export function jsonObject(body: unknown, { registrationBody }: Switches): Record<string, unknown> {
  // An object that is no list has members by name.
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  if (isObject && !isDeep(body)) return body as Record<string, unknown>
  const what = isObject ? 'this is nested too deeply' : typeof body === 'string' ? 'this is no JSON' : 'this is none'
  const refuse = registrationBody === 'invalid_request' ? invalidRequest : invalidClientMetadata
  throw refuse('The request must be a JSON object', reasons.notAnObject(what))
}

/** Whether anything stands deeper than metadata ever does; what is stored and answered is walked through member by member. */
function isDeep(body: object, limit = 16): boolean {
  let level: unknown[] = [body]
  for (let depth = 0; depth < limit && level.length > 0; depth++) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return level.length > 0
}
