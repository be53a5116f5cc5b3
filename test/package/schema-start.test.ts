import Type, { type TSchema } from 'typebox'
import { Memory } from 'typebox/system'
import { expect, test } from 'vitest'
import { schemaStart } from '../../tools/schema-start.ts'

type Update = (current: TSchema, hidden: object, enumerable: object) => object

const ours = async (): Promise<Update> => {
  // The plugin gives the module's text, whatever file it stands for.
  const { handler } = schemaStart.load as unknown as { handler: () => string }
  const { Update } = await import(`data:text/javascript,${encodeURIComponent(handler())}`)
  return Update
}

/** Every own property with its descriptor, in no order. */
const look = (schema: object) => Object.getOwnPropertyDescriptors(schema)

const schemas = {
  plain: Type.String({ maxLength: 3, description: 'of three' }),
  optional: Type.Optional(Type.Integer({ minimum: 1 })),
  refined: Type.Refine(
    Type.String(),
    (value) => value !== '',
    () => 'nothing',
  ),
  object: Type.Object({ a: Type.Optional(Type.String()) }, { additionalProperties: false }),
}

test.for(Object.entries(schemas))('the bundle changes a schema as TypeBox does: %s', async ([, schema]) => {
  const update = await ours()
  for (const [hidden, seen] of [
    [{ '~optional': true }, {}],
    [{}, { description: 'another', title: 'new' }],
    [{ '~kind': 'Other', '~readonly': true }, { default: 1 }],
  ] as const)
    expect(look(update(schema, hidden, seen))).toEqual(look(Memory.Update(schema, hidden, seen)))
})
