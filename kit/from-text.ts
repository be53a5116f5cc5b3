import type { TSchema } from 'typebox'

/**
 * What came as text (a query, a path, headers, the environment) as the values that `schema` declares, in a copy. Only what means
 * exactly that value is converted: `1.5` is no integer, and an empty text is no zero. The rest stays as it came, for the check to
 * refuse. One text where a list is declared is a list of one.
 */
export function fromText(schema: TSchema, sent: unknown): unknown {
  const { type, properties, items, anyOf } = schema as Keywords // each of these is there or not, by the kind of schema
  if (anyOf) return anyOf.map((branch) => fromText(branch, sent)).find((value) => value !== sent) ?? sent
  if (typeof sent === 'string' && type === 'array') return [items ? fromText(items, sent) : sent]
  if (typeof sent === 'string') return meant(type, sent)
  if (Array.isArray(sent)) return items ? sent.map((item) => fromText(items, item)) : sent
  if (typeof sent !== 'object' || sent === null || !properties) return sent
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => {
      const member = Object.hasOwn(properties, name) ? properties[name] : undefined
      return [name, member ? fromText(member, value) : value]
    }),
  )
}

interface Keywords {
  type?: string
  properties?: Record<string, TSchema>
  items?: TSchema
  anyOf?: TSchema[]
}

const texts: Record<string, RegExp> = {
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false|1|0)$/i,
}

function meant(type: string | undefined, text: string): unknown {
  if (type === undefined || !texts[type]?.test(text)) return text
  return type === 'boolean' ? /^(true|1)$/i.test(text) : Number(text)
}
