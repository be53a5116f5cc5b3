import Type, { type TSchema, type TUnion } from 'typebox'

/** A union whose member `discriminator` tells which branch is meant; in each branch it is a literal. */
export type Discriminated<Branches extends TSchema[]> = TUnion<Branches> & { discriminator: string }

/** A union of objects that differ by the literal member `discriminator`. Mistakes are told of the chosen branch only. */
export const discriminated = <const Branches extends TSchema[]>(discriminator: string, branches: Branches) =>
  // The option is kept on the schema as it is given.
  Type.Union(branches, { discriminator }) as unknown as Discriminated<Branches>

/** Whether `schema` was made by `discriminated`. */
export const isDiscriminated = (schema: TSchema): schema is Discriminated<TSchema[]> => 'discriminator' in schema

interface Branch {
  properties?: Record<string, { const?: unknown }>
}

/** The branch that `value` chose, if there is one, and what there was to choose from. */
export function branchFor(
  { discriminator, anyOf }: Discriminated<TSchema[]>,
  value: unknown,
): { branch: TSchema | undefined; choices: unknown[] } {
  // Branches are objects with a literal member; `discriminated` is only called with such.
  const literalOf = (branch: TSchema) => (branch as Branch).properties?.[discriminator]?.const
  const chosen = (value as Record<string, unknown> | null | undefined)?.[discriminator]
  return {
    branch: anyOf.find((branch: TSchema) => chosen !== undefined && literalOf(branch) === chosen),
    choices: anyOf.map(literalOf),
  }
}
