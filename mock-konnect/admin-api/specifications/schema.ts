import Type from 'typebox'
import { specificationTypes } from '../../model/specification.ts'
import { closed } from '../../problems/common-schemas.ts'

const times = { created_at: Type.String(), updated_at: Type.String() }
const Content = Type.String({ minLength: 1, maxLength: 1_000_000 })
const SpecType = Type.Enum([...specificationTypes])
const Messages = Type.Array(Type.Object({ message: Type.String() }))

/** Bodies for the specification of an API. */
export const NewSpecification = closed({ content: Content, type: Type.Optional(SpecType) })
export const SpecificationChanges = closed({ content: Type.Optional(Content), type: Type.Optional(SpecType) })

/** Specifications in the list, and one in an answer. */
export const SpecificationSummary = Type.Object({ id: Type.String(), type: Type.String(), ...times })
export const ShownSpecification = Type.Object({
  id: Type.String(),
  content: Type.String(),
  validation_messages: Messages,
  type: Type.String(),
  ...times,
})

/** Bodies for the versions of an API. */
const Spec = closed({ content: Type.Optional(Content) })
export const NewApiVersion = closed({ version: Type.Optional(Type.String({ minLength: 1 })), spec: Spec })
export const ApiVersionChanges = closed({
  version: Type.Optional(Type.String({ minLength: 1 })),
  spec: Type.Optional(Spec),
})

/** A version of an API in the list, and in an answer. */
export const VersionSummary = Type.Object({
  id: Type.String(),
  version: Type.String(),
  spec: Type.Optional(Type.Object({ type: Type.String() })),
  ...times,
})
export const ShownApiVersion = Type.Object({
  id: Type.String(),
  version: Type.String(),
  spec: Type.Optional(Type.Object({ content: Type.String(), type: Type.String(), validation_messages: Messages })),
  ...times,
})

/** Bodies for the specification of a product version: `content` is base64. */
const FileName = Type.String({ minLength: 1, maxLength: 255, pattern: '^.+(?:\\.yaml|\\.yml|\\.json)$' })
const Base64 = Type.String({
  minLength: 1,
  maxLength: 1_400_000,
  pattern: '^[A-Za-z0-9+/\\s]+={0,2}\\s*$',
  rule: 'is_base64',
})
export const NewVersionSpecification = closed({ name: FileName, content: Base64 })
export const VersionSpecificationChanges = closed({ name: Type.Optional(FileName), content: Type.Optional(Base64) })

/** The specification of a product version in an answer: its content as text. */
export const ShownVersionSpecification = Type.Object({
  id: Type.String(),
  name: Type.String(),
  content: Type.String(),
  ...times,
})

export const SpecificationId = Type.Object({ apiId: Type.String(), specId: Type.String() })
export const ApiVersionId = Type.Object({ apiId: Type.String(), versionId: Type.String() })
export const VersionSpecificationId = Type.Object({
  apiProductId: Type.String(),
  versionId: Type.String(),
  specificationId: Type.String(),
})
export const Force = Type.Object({ force: Type.Optional(Type.Enum(['true', 'false'])) })
