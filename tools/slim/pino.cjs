// Fastify asks its logger's library for these, also when a server brings a log of its own, as ours do (kit/error-log.ts).
const symbols = { serializersSym: Symbol('serializers') }
const stdSerializers = { err: (error) => error }

module.exports = Object.assign(
  () => {
    throw new Error('this build of Fastify has no logger of its own')
  },
  { symbols, stdSerializers },
)
