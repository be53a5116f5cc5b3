// Fastify's own validator and serializer. Every server brings its own (kit/validation.ts, kit/projection.ts), so that nobody
// gets here; without this the bundle would hold ajv and fast-json-stringify for nothing.
module.exports = () => {
  throw new Error('this build of Fastify has no validator and no serializer of its own')
}
