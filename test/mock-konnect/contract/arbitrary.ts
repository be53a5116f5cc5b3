import fc from 'fast-check'

/** The parts of a published schema that requests are made from. */
interface Schema {
  $ref?: string
  type?: string
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: boolean | Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  readOnly?: boolean
}

export type Resolve = (reference: string) => unknown

/** Values that a schema allows, mostly: patterns are met by well-known examples only. */
export function allowedBy(schema: unknown, resolve: Resolve, depth = 0): fc.Arbitrary<unknown> {
  const one = schema as Schema // a schema of a published description
  if (one.$ref) return allowedBy(resolve(one.$ref), resolve, depth)
  if (depth > 5) return fc.constant(null)
  const branches = one.oneOf ?? one.anyOf
  if (branches) return fc.oneof(...branches.map((branch) => allowedBy(branch, resolve, depth + 1)))
  if (one.allOf) {
    const parts = one.allOf.map((part) => allowedBy(part, resolve, depth + 1))
    return fc.tuple(...parts).map((values) => Object.assign({}, ...values.filter((value) => typeof value === 'object')))
  }
  if (one.const !== undefined) return fc.constant(one.const)
  if (one.enum) return fc.constantFrom(...one.enum)
  if (one.type === 'boolean') return fc.boolean()
  if (one.type === 'integer' || one.type === 'number') {
    return fc.integer({ min: one.minimum ?? 0, max: Math.min(one.maximum ?? 1e9, 1e9) })
  }
  if (one.type === 'array') {
    const size = { minLength: Math.min(one.minItems ?? 0, 3), maxLength: Math.min(one.maxItems ?? 2, 3) }
    return fc.array(allowedBy(one.items ?? {}, resolve, depth + 1), size)
  }
  if (one.properties) return object(one, resolve, depth)
  if (one.type === 'object')
    return fc.dictionary(fc.constantFrom('a', 'team', 'env-1'), leaf(one, resolve, depth), { maxKeys: 2 })
  return text(one)
}

function object({ properties = {}, required = [] }: Schema, resolve: Resolve, depth: number): fc.Arbitrary<unknown> {
  const writable = Object.entries(properties).filter(([, member]) => !member.readOnly)
  const members = writable.map(([name, member]) => [name, allowedBy(member, resolve, depth + 1)] as const)
  const needed = writable.map(([name]) => name).filter((name) => required.includes(name))
  return fc.record(Object.fromEntries(members), { requiredKeys: needed })
}

const leaf = ({ additionalProperties }: Schema, resolve: Resolve, depth: number) =>
  typeof additionalProperties === 'object' ? allowedBy(additionalProperties, resolve, depth + 1) : fc.constant('a')

const byFormat: Record<string, readonly string[]> = {
  uuid: ['d0000000-0000-4000-8000-00000000000a', 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
  uri: ['https://a.example/cb'],
  url: ['https://a.example'],
  email: ['somebody@example.com'],
  'date-time': ['2026-01-01T00:00:00.000Z'],
  byte: ['e30=', 'eyJvcGVuYXBpIjoiMy4wLjMifQ=='],
}

function text({ format = '', pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<unknown> {
  const known = byFormat[format]
  if (known) return fc.constantFrom(...known)
  if (pattern) return fc.constantFrom('a', 'a-1', 'a.json', 'Blue team')
  return fc.string({ minLength: Math.min(minLength, 20), maxLength: Math.min(maxLength, 40), unit: 'grapheme-ascii' })
}

/** A value with one thing wrong: a member gone, of another type, too long, or one too many; or no object at all. */
export const broken = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(value, fc.nat(), fc.constantFrom(...spoilers)).map(([whole, at, spoil]) => {
    if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return spoil(whole)
    const names = Object.keys(whole)
    const name = names[at % Math.max(1, names.length)] ?? 'unknown'
    const members: Record<string, unknown> = { ...whole }
    return { ...members, [name]: spoil(members[name]) }
  })

const spoilers: readonly ((value: unknown) => unknown)[] = [
  () => undefined,
  () => null,
  () => 'x'.repeat(5000),
  () => ({ __proto__: null, constructor: 1 }),
  () => [[]],
  () => -1,
  () => 1e308,
  () => '\u0000\ud800',
  (value) => [value],
  (value) => ({ unknown: value }),
]
