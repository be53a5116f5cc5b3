import Type, { type Static } from 'typebox'

/** UUID in a request body (`konnect.md` 1.6). */
export const Uuid = Type.String({ format: 'uuid' })

/** URL of at most 256 characters, as issuers are. Any host: `localhost` and service names of a compose file are hosts. */
export const HttpUrl = Type.String({ maxLength: 256, format: 'url' })

const labelValue = {
  minLength: 1,
  maxLength: 63,
  pattern: '^[a-z0-9A-Z]([a-z0-9A-Z\\-._]*[a-z0-9A-Z]+)?$',
  rule: 'is_label',
}
const labelNames = {
  propertyNames: {
    // Reserved prefixes are compared case-sensitively: kongctl writes `KONGCTL-namespace` (konnect.md 1.6).
    pattern: '^(?!kong|konnect|mesh|kic|_).{1,63}$',
    rule: 'is_label',
  },
  maxProperties: 50,
}

/** Labels as a create takes them (`konnect.md` 1.6). */
export const Labels = Type.Unsafe<Record<string, string>>({
  type: 'object',
  additionalProperties: Type.String(labelValue),
  ...labelNames,
})

/** Labels as an update takes them: null removes a key, null for the whole removes all. */
export const LabelChanges = Type.Union([
  Type.Unsafe<Record<string, string | null>>({
    type: 'object',
    additionalProperties: Type.Union([Type.String(labelValue), Type.Null()]),
    ...labelNames,
  }),
  Type.Null(),
])
export type LabelChanges = Static<typeof LabelChanges>

/** `S` or null, in a request. */
export const nullable = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])

/** `S` or null, in an answer: the serializer writes `nullable` directly, while a union costs it a validator's start-up. */
export const orNull = <S extends Type.TSchema>(schema: S) =>
  Type.Unsafe<Type.Static<S> | null>({ ...schema, nullable: true })

/** Labels in an answer. */
export const ShownLabels = Type.Record(Type.String(), Type.String())

/** An object whose unknown members are refused, as nearly all of Konnect's bodies are. */
export const closed = <P extends Type.TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })
