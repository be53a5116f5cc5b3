import type { FastifyRequest } from 'fastify'
import { Problem } from '../errors.ts'

/** The account calls word a refused body differently from everything else (`konnect.md` 1.4). @throws Problem 400 */
export function refuseMissingFields({ validationError }: FastifyRequest): void {
  const parameters = parametersOf(validationError)
  const missing = parameters.filter(({ rule }) => rule === 'required')
  if (missing.length > 0) {
    throw badRequest(
      'Required fields are missing',
      missing.map(({ field }) => ({ field, reason: 'is required' })),
    )
  }
  if (validationError) throw validationError
}

/** A token that is no UUID cannot be one that was sent. @throws Problem 400 */
export function refuseMalformedToken({ validationError }: FastifyRequest): void {
  const isMalformed = parametersOf(validationError).some(({ field, rule }) => field === 'token' && rule === 'is_uuid')
  if (isMalformed) throw badRequest('The provided token is invalid', [{ field: 'token', reason: 'invalid ID format' }])
  if (validationError) throw validationError
}

const parametersOf = (error: Error | undefined) => (error instanceof Problem ? (error.invalidParameters ?? []) : [])

const badRequest = (detail: string, invalidParameters: { field: string; reason: string }[]) =>
  new Problem(400, 'Bad Request', detail, { invalidParameters })
