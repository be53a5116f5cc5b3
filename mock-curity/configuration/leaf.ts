import Type, { type TArrayOptions, type TObject, type TProperties, type TSchema } from 'typebox'

/** An object whose members are all known: any other is a complaint that names the nearest one. */
export const Section = <P extends TProperties>(members: P): TObject<P> =>
  Type.Object(members, { additionalProperties: false })

/**
 * An empty leaf or container: its presence is its value. `{}` as in YAML, `null` as in RESTCONF's `[null]`, `true` for people;
 * `false` says that it is absent, so that a leaf of a lower layer can be taken away.
 */
export const Empty = Type.Union([Section({}), Type.Null(), Type.Boolean()])

/** A part whose members the public record does not tell: any are taken. */
export const Kept = Type.Object({}, { additionalProperties: true })

/** Whether an empty leaf, or a section, is present. */
export const present = (leaf: unknown): boolean => leaf !== undefined && leaf !== false

/** A section that `false` takes away. */
export const Removable = <S extends TSchema>(section: S) => Type.Union([section, Type.Literal(false)])

/** The section, when it is there. */
export const section = <S extends object>(value: S | false | undefined): S | undefined => value || undefined

/** A list whose entries are told apart by `keys`, the members that a path names them by (RFC 8040 §3.5.3). */
export const List = <E extends TSchema>(entry: E, keys: readonly string[] = ['id'], bounds: TArrayOptions = {}) =>
  Type.Array(entry, { ...bounds, keys })

/** A name by which other parts of the configuration refer to this one. */
export const Id = Type.String({ minLength: 1 })

/** The most seconds that a span of time has: as many as 32 bits hold, so that a time of expiry stays one that every library can write. */
export const longest = 2 ** 32 - 1

/** A span of time in whole seconds. */
export const Seconds = Type.Integer({ minimum: 0, maximum: longest })
