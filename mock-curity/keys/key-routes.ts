import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { guardLevers } from '../../kit/control-plane.ts'
import type { Services } from '../services.ts'

const Wanted = Type.Object(
  {
    id: Type.Optional(Type.String({ description: 'default: the key that signs access tokens' })),
    how: Type.Enum(['overlap', 'abrupt', 'same-kid']),
  },
  { additionalProperties: false },
)

/** Lever: which signing keys there are, and a successor for one of them. */
export const keyLever: FastifyPluginAsyncTypebox<Services & { controlToken: string | undefined }> = async (
  app,
  { keys, configuration, controlToken },
) => {
  guardLevers(app, controlToken)
  const shown = () => ({
    signs: configuration.service.signing.keyId,
    keys: keys.keys.map(({ id, kid }) => ({ id, kid })),
  })

  app.get('/keys', async () => shown())

  app.post('/keys/rotate', { schema: { body: Wanted } }, async (request, reply) => {
    const { id = configuration.service.signing.keyId, how } = request.body
    if (!keys.keys.some((key) => key.id === id)) {
      return reply.code(400).send({ message: `there is no signing key "${id}"` })
    }
    await keys.rotate(id, how)
    return shown()
  })
}
