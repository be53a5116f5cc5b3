import { type RouteDefinition, SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { Value } from 'typebox/value'
import { nearest } from './nearest.ts'

/** What is wrong with a value: where, and what is expected there. */
export interface Complaint {
  /** Dotted path, empty for the value itself. */
  path: string
  expected: string
}

/** One mistake, as the validator says it. */
export type Violation = TLocalizedValidationError

/** Compiled once per schema, on first use: a start compiles nothing, and a second server of the same kind neither. */
const checks = new WeakMap<TSchema, ReturnType<typeof Compile>>()
const serializers = new WeakMap<object, (data: unknown) => string>()

function checkOf(schema: TSchema): ReturnType<typeof Compile> {
  const known = checks.get(schema)
  if (known) return known
  const compiled = Compile(schema)
  checks.set(schema, compiled)
  return compiled
}

/** Whether `value` fits `schema`. */
export const fits = (schema: TSchema, value: unknown): boolean => checkOf(schema).Check(value)

/**
 * Everything that is wrong with `value`, one violation per mistake. Of a nullable member only what its other branch says
 * is told; of any other union, only that no branch fits. Empty when the value fits.
 */
export function violations(schema: TSchema, value: unknown): Violation[] {
  if (fits(schema, value)) return []
  const told = checkOf(schema)
    .Errors(value)
    .filter(({ keyword }) => keyword !== 'boolean')
  const unions = told.filter(({ keyword }) => keyword === 'anyOf')
  const nullable = unions.filter(({ schemaPath }) => branchesOf(schema, schemaPath).length === 1)
  return told.filter((violation) => {
    if (nullable.includes(violation)) return false
    const union = unions.find(({ schemaPath }) => violation.schemaPath.startsWith(`${schemaPath}/anyOf/`))
    if (!union) return true
    return nullable.includes(union) && !(violation.keyword === 'type' && violation.params.type === 'null')
  })
}

/** The branches of the union at `pointer` that are not null. */
function branchesOf(schema: TSchema, pointer: string): unknown[] {
  return (at(schema, pointer).anyOf ?? []).filter(({ type }) => type !== 'null')
}

/** The part of a schema that a violation's `schemaPath` names. */
function at(schema: TSchema, pointer: string): { anyOf?: { type?: string }[]; properties?: object } {
  const steps = pointer.split('/').slice(1)
  return steps.reduce<unknown>((here, step) => (here as Record<string, unknown>)?.[step], schema) ?? {}
}

/** Everything that is wrong with `value`, in words for whoever wrote it. Empty when it fits. */
export function complaints(schema: TSchema, value: unknown): Complaint[] {
  return violations(schema, value).flatMap((violation) => {
    const path = violation.instancePath.slice(1).replaceAll('/', '.')
    const { keyword, params, message } = violation
    if (keyword === 'additionalProperties') {
      const known = Object.keys(at(schema, violation.schemaPath).properties ?? {})
      return params.additionalProperties.map((name) => ({
        path: joinPath(path, name),
        expected: `no such setting${nearest(name, known)}`,
      }))
    }
    if (keyword === 'required') {
      return params.requiredProperties.map((name) => ({ path: joinPath(path, name), expected: 'is required' }))
    }
    if (keyword === 'enum') return { path, expected: `must be one of ${params.allowedValues.join(', ')}` }
    return { path, expected: message }
  })
}

const joinPath = (path: string, name: string) => (path ? `${path}.${name}` : name)

/** For Fastify: bodies are checked as they were sent, query strings, headers and paths after conversion. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  return (sent: unknown) => {
    const value = httpPart === 'body' ? sent : Value.Convert(schema, sent)
    const errors = violations(schema, value)
    return errors.length === 0 ? { value } : { error: errors as never }
  }
}

/** For Fastify: members that the answer's schema does not declare are left out. */
export const serializerCompiler = (route: RouteDefinition): ((data: unknown) => string) => {
  const schema = route.schema as object
  return (data) => {
    const serialize = serializers.get(schema) ?? SerializerSelector()({}, {})(route)
    serializers.set(schema, serialize)
    return serialize(data)
  }
}
