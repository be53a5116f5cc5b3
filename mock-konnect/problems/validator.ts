import type { FastifySchemaCompiler } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { fromText } from '../../kit/from-text.ts'
import { type Violation, violations } from '../../kit/validation.ts'
import { type InvalidParameter, invalidParameters } from '../errors.ts'
import { branchFor, isDiscriminated } from './discriminated.ts'
import { invalidParametersOf, type Source } from './invalid-parameters.ts'

const sources: Record<string, Source> = { body: 'body', querystring: 'query', params: 'path' }

/**
 * For Fastify: refuses with a problem that names every mistake of a request part at once (`konnect.md` 1.4). Bodies are
 * checked as they were sent, other parts after conversion.
 */
export const problemValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const source = sources[httpPart ?? 'body'] ?? 'body'
  return (sent: unknown) => {
    const value = httpPart === 'body' ? sent : fromText(schema, sent)
    const parameters = mistakes(schema, value, source)
    return parameters.length === 0 ? { value } : { error: invalidParameters(parameters) }
  }
}

/** Every mistake in `value`. Of a body union only the branch that its discriminator chose is told. */
export function mistakes(schema: TSchema, value: unknown, source: Source = 'body'): InvalidParameter[] {
  if (nestsDeeper(value, 100))
    return [{ field: 'body', reason: '"body" is nested too deeply', rule: 'invalid', source }]
  if (!isDiscriminated(schema)) return invalidParametersOf(schema, violations(schema, value), source)
  const { branch, choices } = branchFor(schema, value)
  if (branch) return invalidParametersOf(branch, violations(branch, value), source)
  return [...unchosen(schema.discriminator, choices, value, source), ...commonMistakes(schema.anyOf, value, source)]
}

/** `body` as what `schema` describes, for bodies whose schema depends on what is stored. @throws Problem 400 */
export function acceptBody<S extends TSchema>(schema: S, body: unknown): Static<S> {
  const parameters = mistakes(schema, body)
  if (parameters.length > 0) throw invalidParameters(parameters)
  return body as Static<S> // checked in the lines above
}

/** A choice that is there and is none. That it is missing is told by every branch. */
function unchosen(field: string, choices: unknown[], value: unknown, source: Source): InvalidParameter[] {
  if (typeof value !== 'object' || value === null || !(field in value)) return []
  return [{ field, reason: `must be one of [${choices.join(', ')}]`, rule: 'enum', choices, source }]
}

/** What every branch objects to: the mistakes that have nothing to do with which branch was meant. */
function commonMistakes(branches: readonly TSchema[], value: unknown, source: Source): InvalidParameter[] {
  const [first = [], ...others] = branches.map((branch) =>
    invalidParametersOf(branch, violations(branch, value).filter(isNotChoice), source),
  )
  const asTold = ({ hint, ...told }: InvalidParameter) => JSON.stringify(told)
  const said = others.map((list) => new Set(list.map(asTold)))
  return first.filter((parameter) => said.every((list) => list.has(asTold(parameter))))
}

/** A branch's discriminator is a constant; that it differs has been told as the choice it is. */
const isNotChoice = ({ keyword }: Violation) => keyword !== 'const'

/** What is nested without end would exhaust the stack of whoever walks it later: stores, recorder, serializer. */
function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((member) => nestsDeeper(member, levels - 1))
}
