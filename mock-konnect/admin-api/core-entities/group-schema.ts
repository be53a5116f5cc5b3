import Type, { type Static } from 'typebox'
import { closed, nullable } from '../../problems/common-schemas.ts'
import { ShownConsumer, ShownTags } from './plugin-schema.ts'

const Texts = Type.Array(Type.String())
const optional = <S extends Type.TSchema>(schema: S) => Type.Optional(nullable(schema))
const common = {
  id: optional(Type.String({ format: 'uuid' })),
  tags: optional(Texts),
  created_at: optional(Type.Integer()),
}

/** A group as it is written for a consumer that the path names. */
export const AclBody = closed({
  ...common,
  group: Type.String({ minLength: 1 }),
  consumer: optional(closed({ id: Type.String() })),
})
export type AclBody = Static<typeof AclBody>

/** A consumer group as it is written. */
export const ConsumerGroupBody = closed({
  ...common,
  name: Type.String({ minLength: 1 }),
  updated_at: optional(Type.Integer()),
})
export type ConsumerGroupBody = Static<typeof ConsumerGroupBody>

/** Who joins a group, or which group is joined: by id or by name. */
export const NewMember = closed({ consumer: Type.String({ minLength: 1 }) })
export const JoinedGroup = closed({ group: Type.String({ minLength: 1 }) })

/** A consumer's group in an answer. */
export const ShownAcl = Type.Object({
  id: Type.String(),
  group: Type.String(),
  consumer: Type.Object({ id: Type.String() }),
  tags: ShownTags,
  created_at: Type.Integer(),
})

/** A consumer group in an answer. */
export const ShownConsumerGroup = Type.Object({
  id: Type.String(),
  name: Type.String(),
  tags: ShownTags,
  created_at: Type.Integer(),
  updated_at: Type.Integer(),
})

/** One consumer group, in the wrapper that Kong puts around it when it is read alone. */
export const WrappedGroup = Type.Object({ consumer_group: ShownConsumerGroup })
export const GroupWithMembers = Type.Object({
  consumer_group: ShownConsumerGroup,
  consumers: Type.Array(ShownConsumer),
})
export const ConsumerWithGroups = Type.Object({
  consumer: ShownConsumer,
  consumer_groups: Type.Array(ShownConsumerGroup),
})

const OfConsumer = { controlPlaneId: Type.String(), consumerId: Type.String() }
export const ConsumerId = Type.Object(OfConsumer)
export const AclId = Type.Object({ ...OfConsumer, aclId: Type.String() })
const OfGroup = { controlPlaneId: Type.String(), groupId: Type.String() }
export const GroupId = Type.Object(OfGroup)
export const GroupMemberId = Type.Object({ ...OfGroup, consumerId: Type.String() })
