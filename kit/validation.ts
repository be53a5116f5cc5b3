import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import type { TLocalizedValidationError } from 'typebox/error'
import { Check, Compile, Errors } from 'typebox/schema'
import { Settings } from 'typebox/system'
import { branchFor, expectationOf, type Part } from './expectation.ts'
import { fromText } from './from-text.ts'
import { nearest } from './nearest.ts'

/** Every mistake is told at once; the validator would stop at the eighth. */
Settings.Set({ maxErrors: 1000 })

/** What is wrong with a value: where, and what is expected there. */
export interface Complaint {
  /** Dotted path, empty for the value itself. */
  path: string
  expected: string
}

/** One mistake, as the validator says it. */
export type Violation = TLocalizedValidationError

/** How a schema is checked; a pure cache, so that a second server of the same kind compiles nothing. */
const checks = new WeakMap<object, { check(value: unknown): boolean; uses: number }>()

/**
 * Compiling a schema costs what dozens of checks without it cost. A start checks each of its schemas once or twice, so the
 * schema itself is walked until its use pays for more.
 */
const usesThatPayForCompiling = 8

/** Whether `value` fits `schema`. */
export function fits(schema: object, value: unknown): boolean {
  // What carries no TypeBox type is a JSON schema, which the same validator reads.
  const known = checks.get(schema) ?? { check: (value) => Check(schema as TSchema, value), uses: 0 }
  if (known.uses === 0) checks.set(schema, known)
  if (++known.uses === usesThatPayForCompiling) {
    const compiled = Compile(schema as TSchema)
    known.check = (value) => compiled.Check(value)
  }
  return known.check(value)
}

/**
 * Everything that is wrong with `value`, one violation per mistake. Of a nullable member only what its other branch says
 * is told; of any other union, only that no branch fits. Empty when the value fits.
 */
export function violations(schema: TSchema, value: unknown): Violation[] {
  return mistakes(schema, value, ({ schemaPath }) => {
    const branches = branchesOf(schema, schemaPath)
    const others = branches.filter(({ type }) => type !== 'null')
    return others.length === 1 ? branches.findIndex(({ type }) => type !== 'null') : -1
  })
}

/**
 * @param branchOf which branch of a union that does not fit is meant, so that its mistakes are told in place of the union's; -1: none
 */
function mistakes(schema: TSchema, value: unknown, branchOf: (union: Violation) => number): Violation[] {
  if (fits(schema, value)) return []
  const [, errors] = Errors(schema, value)
  const told = errors.filter(({ keyword }) => keyword !== 'boolean')
  const unions = told
    .filter(({ keyword }) => keyword === 'anyOf')
    .map((violation) => ({ violation, meant: branchOf(violation) }))
  return told.filter((violation) => {
    if (unions.some((union) => union.violation === violation && union.meant >= 0)) return false
    return unions.every(({ violation: { schemaPath, instancePath }, meant }) => {
      if (!violation.instancePath.startsWith(instancePath)) return true
      if (!violation.schemaPath.startsWith(`${schemaPath}/anyOf/`)) return true
      return `${violation.schemaPath}/`.startsWith(`${schemaPath}/anyOf/${meant}/`)
    })
  })
}

const branchesOf = (schema: TSchema, pointer: string): readonly Part[] => at(schema, pointer).anyOf ?? []

/** The part of a schema that a violation's `schemaPath` names. */
function at(schema: TSchema, pointer: string): Part {
  return (valueAt(schema, pointer) ?? {}) as Part // a pointer of the validator's leads to a schema
}

/** What a JSON pointer leads to. */
const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((here, step) => (here as Record<string, unknown> | undefined)?.[unescaped(step)], value)

/** Everything that is wrong with `value`, in words for whoever wrote it. Empty when it fits. */
export function complaints(schema: TSchema, value: unknown): Complaint[] {
  const meant = ({ schemaPath, instancePath }: Violation) =>
    branchFor(branchesOf(schema, schemaPath), valueAt(value, instancePath))
  return mistakes(schema, value, meant).flatMap((violation) => {
    const path = violation.instancePath.slice(1).split('/').map(unescaped).join('.')
    const { keyword, params } = violation
    const part = at(schema, violation.schemaPath)
    if (keyword === 'additionalProperties') {
      const known = Object.keys(part.properties ?? {})
      return params.additionalProperties.map((name) => ({
        path: joinPath(path, name),
        expected: `no such setting${nearest(name, known)}`,
      }))
    }
    if (keyword === 'required') {
      return params.requiredProperties.map((name) => ({ path: joinPath(path, name), expected: 'is required' }))
    }
    return { path, expected: expectationOf(violation, part) }
  })
}

/** A part of a JSON pointer as it was before it was escaped (RFC 6901 §4). */
const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')

const joinPath = (path: string, name: string) => (path ? `${path}.${name}` : name)

/** For Fastify: bodies are checked as they were sent, query strings, headers and paths after conversion. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  return (sent: unknown) => {
    const value = httpPart === 'body' ? sent : fromText(schema, sent)
    const errors = violations(schema, value)
    return errors.length === 0 ? { value } : { error: errors as never }
  }
}
