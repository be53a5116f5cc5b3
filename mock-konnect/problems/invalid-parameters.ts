import type { TSchema } from 'typebox'
import { nearest } from '../../kit/nearest.ts'
import type { Violation } from '../../kit/validation.ts'
import type { InvalidParameter } from '../errors.ts'

export type Source = NonNullable<InvalidParameter['source']>

/** A violation as the wire has it, without where it was found. */
type Finding = Omit<InvalidParameter, 'field' | 'source'>

/** Violations of `schema` in the words and rules of `konnect.md` 1.4, one parameter per mistake. */
export function invalidParametersOf(schema: TSchema, found: readonly Violation[], source: Source): InvalidParameter[] {
  return found.flatMap((violation) => {
    const place = fieldOf(violation.instancePath)
    if (violation.keyword === 'required') {
      return violation.params.requiredProperties.map((name) => missing(join(place, name), source))
    }
    if (violation.keyword === 'additionalProperties') {
      // A map says of each wrong value what is wrong with it; that the map is wrong then needs no saying.
      const { additionalProperties, properties = {} } = partOf(schema, violation.schemaPath)
      if (additionalProperties !== false) return []
      return violation.params.additionalProperties.map((name) => ({
        ...unknown(join(place, name), source),
        hint: nearest(name, Object.keys(properties)),
      }))
    }
    const field = place === '' ? 'body' : place
    const finding = findingOf(violation, field, partOf(schema, violation.schemaPath))
    return finding ? [{ field, ...finding, source }] : []
  })
}

const missing = (field: string, source: Source): InvalidParameter => ({
  field,
  reason: `"${field}" is required`,
  rule: 'required',
  source,
})

const unknown = (field: string, source: Source): InvalidParameter => ({
  field,
  reason: `"${field}" is not allowed`,
  rule: 'unknown_property',
  source,
})

function findingOf(violation: Violation, field: string, part: SchemaPart): Finding | undefined {
  const { keyword, params } = violation
  switch (keyword) {
    case 'type':
      return wrongType(field, String(params.type))
    case 'enum':
      return {
        reason: `must be one of [${params.allowedValues.join(', ')}]`,
        rule: 'enum',
        choices: params.allowedValues,
      }
    case 'const':
      return { reason: `must be one of [${params.allowedValue}]`, rule: 'enum', choices: [params.allowedValue] }
    case 'minLength':
      return minimum('min_length', params.limit, `${field} must be longer than or equal to ${params.limit} characters`)
    case 'maxLength':
      return maximum('max_length', params.limit, `value of "${field}" must not exceed ${params.limit} characters`)
    case 'minItems':
      return minimum('min_items', params.limit, `"${field}" must contain at least ${params.limit} items`)
    case 'maxItems':
      return maximum('max_items', params.limit, `"${field}" must contain less than or equal to ${params.limit} items`)
    case 'maxProperties':
      return maximum('max_items', params.limit, `"${field}" must have less than or equal to ${params.limit} keys`)
    case 'minimum':
      return minimum('min', Number(params.limit), `"${field}" must be greater than or equal to ${params.limit}`)
    case 'maximum':
      return maximum('max', Number(params.limit), `"${field}" must be less than or equal to ${params.limit}`)
    case 'format':
      return wrongFormat(field, params.format)
    case 'pattern':
      return wrongPattern(field, part)
    case 'propertyNames':
      return undefined
    default:
      return { reason: `"${field}" is invalid`, rule: 'invalid' }
  }
}

const minimum = (rule: string, limit: number, reason: string): Finding => ({ reason, rule, minimum: limit })
const maximum = (rule: string, limit: number, reason: string): Finding => ({ reason, rule, maximum: limit })

function wrongType(field: string, type: string): Finding {
  if (type === 'boolean') return { reason: `value of "${field}" must be true or false`, rule: 'is_boolean' }
  const article = /^[aeiou]/.test(type) ? 'an' : 'a'
  return { reason: `"${field}" must be ${article} ${type}`, rule: `is_${type}` }
}

function wrongFormat(field: string, format: string): Finding {
  if (format === 'uuid') return { reason: `"${field}" must be a valid UUID`, rule: 'is_uuid' }
  if (format === 'date-time') return { reason: `"${field}" must be a valid date`, rule: 'is_date_time' }
  if (format === 'hostname') return { reason: `"${field}" must be a valid hostname`, rule: 'is_fqdn' }
  if (format === 'url' || format === 'uri') return { reason: `"${field}" must be a valid URL`, rule: 'invalid' }
  return { reason: `"${field}" must be a valid ${format}`, rule: 'invalid' }
}

function wrongPattern(field: string, part: SchemaPart): Finding {
  if (part.rule === 'is_label') return { reason: `"${field}" is not a valid label`, rule: 'is_label' }
  if (part.rule === 'is_base64') return { reason: `"${field}" must be valid base64`, rule: 'is_base64' }
  return { reason: `"${field}" must match the pattern ${part.pattern}`, rule: 'matches_regex' }
}

interface SchemaPart {
  additionalProperties?: unknown
  properties?: object
  pattern?: string
  /** Our annotation: the rule that a broken pattern is told as. */
  rule?: string
}

/** The part of a schema that a violation's `schemaPath` names. */
const partOf = (schema: TSchema, pointer: string): SchemaPart =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    // A pointer into this schema: every step is there.
    .reduce((here, step) => (here as never)?.[step] ?? {}, schema as object)

/** `/configs/openid-connect/scopes/0` as the wire writes it: dotted. */
const fieldOf = (pointer: string): string =>
  pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')

const join = (place: string, name: string) => (place ? `${place}.${name}` : name)
