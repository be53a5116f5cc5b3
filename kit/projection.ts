import { fits } from './validation.ts'

/** The parts of JSON Schema that say which members a value has. */
interface Shape {
  type?: string
  properties?: Record<string, Shape>
  additionalProperties?: boolean | Shape
  patternProperties?: Record<string, Shape>
  items?: Shape
  anyOf?: Shape[]
}

/**
 * A value with the members that its schema declares and no others, in the schema's order; members that are undefined are left out.
 * So an answer shows what it promises, whatever else the row behind it holds. An open schema keeps everything; of a union the
 * first branch that fits counts.
 */
export function project(schema: object, value: unknown): unknown {
  const shape = schema as Shape
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return shape.items ? value.map((item) => project(shape.items ?? {}, item)) : value
  if (shape.anyOf) return project(shape.anyOf.find((branch) => fits(branch, value)) ?? {}, value)
  return shape.properties ? declaredOf(shape, value) : value
}

function declaredOf({ properties = {}, additionalProperties, patternProperties }: Shape, value: object): object {
  const members = value as Record<string, unknown>
  const projected: Record<string, unknown> = {}
  for (const name in properties) {
    const member = members[name]
    if (member !== undefined) projected[name] = project(properties[name] ?? {}, member)
  }
  return additionalProperties || patternProperties ? { ...projected, ...without(members, properties) } : projected
}

const without = (members: Record<string, unknown>, names: object) =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !(name in names)))

/** For Fastify: members that the answer's schema does not declare are left out. */
export const serializerCompiler = ({ schema }: { schema?: unknown }): ((data: unknown) => string) => {
  return (data) => JSON.stringify(project(schema as object, data)) // Fastify asks only for routes that have one
}
