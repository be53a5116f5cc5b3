import Type, { type Static } from 'typebox'

const Path = Type.String({ minLength: 1, description: 'a.b.0.c, `*` for each item; or a JSON pointer (/a~1b/0)' })
const Paths = Type.Array(Path, { minItems: 1 })

/** What a value can be made into: `iso-time` from epoch seconds, `epoch` from an ISO time. */
const retypes = ['string', 'number', 'boolean', 'array', 'iso-time', 'epoch'] as const

/** How a JSON document is changed: members set, made null, given another type, renamed, removed; in that order. */
export const JsonPatch = Type.Object(
  {
    set: Type.Optional(Type.Record(Path, Type.Unknown(), { description: 'path → value; makes what is missing' })),
    null: Type.Optional(Paths),
    retype: Type.Optional(Type.Record(Path, Type.Enum([...retypes]))),
    rename: Type.Optional(Type.Record(Path, Type.String({ minLength: 1 }), { description: 'path → new last name' })),
    remove: Type.Optional(Paths),
  },
  { additionalProperties: false },
)
export type JsonPatch = Static<typeof JsonPatch>
export type Retype = (typeof retypes)[number]

type Container = Record<string, unknown>

/** A copy of `document` with `patch` applied. What a path does not lead to is left alone, except by `set`. */
export function patched(document: unknown, patch: JsonPatch): unknown {
  const root: Container = { document: structuredClone(document) }
  const each = (path: string, act: (holder: Container, name: string) => void, make = false) =>
    walk(root, ['document', ...stepsOf(path)], act, make)
  const present = (path: string, act: (holder: Container, name: string) => void) =>
    each(path, (holder, name) => {
      if (Object.hasOwn(holder, name)) act(holder, name)
    })

  for (const [path, value] of Object.entries(patch.set ?? {}))
    each(path, (holder, name) => put(holder, name, structuredClone(value)), true)
  for (const path of patch.null ?? []) each(path, (holder, name) => put(holder, name, null))
  for (const [path, type] of Object.entries(patch.retype ?? {}))
    present(path, (holder, name) => put(holder, name, retyped(holder[name], type)))
  for (const [path, to] of Object.entries(patch.rename ?? {}))
    present(path, (holder, name) => {
      const value = holder[name]
      take(holder, name)
      put(holder, to, value)
    })
  for (const path of patch.remove ?? []) present(path, take)
  return root.document
}

/** The steps of a dotted path or a JSON pointer (RFC 6901). */
function stepsOf(path: string): string[] {
  if (!path.startsWith('/')) return path.split('.')
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function walk(
  holder: Container,
  [step = '', ...rest]: string[],
  act: (holder: Container, name: string) => void,
  make: boolean,
): void {
  const names = step === '*' ? Object.keys(holder) : [step]
  for (const name of names) {
    if (rest.length === 0) act(holder, name)
    else {
      if (make && !isContainer(holder[name])) put(holder, name, {})
      const next = Object.hasOwn(holder, name) ? holder[name] : undefined
      if (isContainer(next)) walk(next, rest, act, make)
    }
  }
}

/** Defines the member itself, whatever its name: `__proto__` is a name like any other. */
function put(holder: Container, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
}

function take(holder: Container, name: string): void {
  if (Array.isArray(holder)) holder.splice(Number(name), 1)
  else delete holder[name]
}

// An array is a container by its positions.
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

const conversions: Record<Retype, (value: unknown) => unknown> = {
  string: (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)),
  number: (value) => Number(value),
  boolean: (value) => Boolean(value) && value !== 'false',
  array: (value) => [value],
  'iso-time': (value) => new Date(Number(value) * 1000).toISOString(),
  epoch: (value) => Math.floor(Date.parse(String(value)) / 1000),
}

/** The value as `type`; as it was when it cannot be one. */
function retyped(value: unknown, type: Retype): unknown {
  try {
    return conversions[type](value)
  } catch {
    return value // no time can be made of it
  }
}
