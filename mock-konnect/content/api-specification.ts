import { parse } from 'yaml'
import { invalidParameters } from '../errors.ts'
import type { SpecificationType } from '../model/specification.ts'
import { notASpecification } from '../reasons.ts'

/** What a specification says of itself. */
export interface SpecificationFacts {
  type: SpecificationType
  /** `info.version`, when it has one. */
  version: string | undefined
}

/** One operation of an OpenAPI document. */
export interface SpecifiedOperation {
  path: string
  method: string
  operation_id: string | null
  tags: string[]
  summary: string | null
  deprecated: boolean
}

/** A specification in JSON or YAML as a value. @throws Problem 400 when it is neither */
export function parsedSpecification(content: string, field = 'content'): Record<string, unknown> {
  try {
    const value: unknown = parse(content, { maxAliasCount: 100, logLevel: 'error' })
    if (isRecord(value)) return value
  } catch {
    // What the parser says may quote the document: it is not passed on.
  }
  throw notSpecified(field)
}

/** Which kind of specification this is, and of which version. @throws Problem 400 when it is none */
export function specificationFacts(content: string, field = 'content'): SpecificationFacts {
  const document = parsedSpecification(content, field)
  const type = typeOf(document)
  if (!type) throw notSpecified(field)
  const version = isRecord(document.info) ? document.info.version : undefined
  return { type, version: version === undefined || version === null ? undefined : String(version) }
}

function typeOf({ swagger, openapi, asyncapi }: Record<string, unknown>): SpecificationType | undefined {
  if (String(swagger ?? '').startsWith('2')) return 'oas2'
  if (String(openapi ?? '').startsWith('3')) return 'oas3'
  return asyncapi === undefined ? undefined : 'asyncapi'
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/** The operations of an OpenAPI document, in its order. */
export function operationsIn(content: string): SpecifiedOperation[] {
  const { paths } = parsedSpecification(content)
  if (!isRecord(paths)) return []
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = isRecord(item) ? item[method] : undefined
      return isRecord(operation) ? [operationOf(path, method, operation)] : []
    }),
  )
}

const operationOf = (path: string, method: string, operation: Record<string, unknown>): SpecifiedOperation => ({
  path,
  method,
  operation_id: textOr(operation.operationId, null),
  tags: Array.isArray(operation.tags) ? operation.tags.map(String) : [],
  summary: textOr(operation.summary, null),
  deprecated: operation.deprecated === true,
})

const textOr = (value: unknown, other: null): string | null => (typeof value === 'string' ? value : other)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const notSpecified = (field: string) =>
  invalidParameters(
    [{ field, reason: `"${field}" must be an OpenAPI or AsyncAPI document`, rule: 'invalid', source: 'body' }],
    notASpecification(),
  )
