import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { guardLevers } from '../../kit/lever-access.ts'
import type { Services } from '../services.ts'

const NewKey = Type.Object(
  {
    id: Type.String({ minLength: 1, description: 'what the configuration calls it' }),
    kind: Type.Enum(['RSA', 'P-256', 'P-384', 'P-521']),
  },
  { additionalProperties: false },
)

const Rotated = Type.Object(
  {
    id: Type.Optional(Type.String({ description: 'default: the key that signs access tokens' })),
    how: Type.Enum(['overlap', 'abrupt', 'same-kid']),
  },
  { additionalProperties: false },
)

/** Lever: which signing keys there are, one more, and a successor for one of them. */
export const keyLever: FastifyPluginAsyncTypebox<Services & { controlToken: string | undefined }> = async (
  app,
  { keys, configuration, controlToken },
) => {
  guardLevers(app, controlToken)
  const isKnown = (id: string) => keys.keys.some((key) => key.id === id)
  const shown = () => ({
    signs: configuration.service.signing.keyId,
    keys: keys.keys.map(({ id, kid }) => ({ id, kid })),
  })

  app.get('/keys', async () => shown())

  app.post('/keys', { schema: { body: NewKey } }, async (request, reply) => {
    const { id, kind } = request.body
    if (isKnown(id)) return reply.code(400).send({ message: `there is a signing key "${id}"` })
    await keys.add(id, kind)
    return shown()
  })

  app.post('/keys/rotate', { schema: { body: Rotated } }, async (request, reply) => {
    const { id = configuration.service.signing.keyId, how } = request.body
    if (!isKnown(id)) return reply.code(400).send({ message: `there is no signing key "${id}"` })
    await keys.rotate(id, how)
    return shown()
  })
}
