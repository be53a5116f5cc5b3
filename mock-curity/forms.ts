import { parse } from 'fast-querystring'
import Type, { type Static } from 'typebox'
import type { App } from '../kit/mock-server.ts'
import { invalidRequest } from './errors.ts'
import { request as reasons } from './reasons.ts'

/**
 * A form whose parameters each stand once (RFC 6749 §3.2): a repeated one is a list, and fails. (A record of the library's looks at each name
 * with a pattern, which costs more than the rest of the check.)
 */
export const Form = Type.Unsafe<Record<string, string>>(Type.Object({}, { additionalProperties: Type.String() }))
export type Form = Static<typeof Form>

/** Lets the routes of `app` take forms and nothing else: OAuth requests are no JSON (`curity.md` 4.1). */
export function takeFormsOnly(app: App): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, parse(String(body)))
  })
  app.addContentTypeParser('*', (request, _payload, done) => {
    done(invalidRequest('The request must be a form', reasons.notAForm(request.headers['content-type'])))
  })
}
