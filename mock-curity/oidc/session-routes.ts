import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Form, takeFormsOnly } from '../forms.ts'
import type { EndpointOptions } from '../services.ts'

/** OpenID Connect RP-Initiated Logout 1.0 below the session endpoint (`curity.md` 1.2). */
export const sessionEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, { path, interactive }) => {
  const logout = `${path}/logout`
  takeFormsOnly(app)

  for (const url of [logout, `${logout}/success`]) {
    app.get(url, async (request, reply) => {
      const engine = await interactive.engine()
      engine.serve(request, reply, { url: request.url })
    })
  }
  app.post(logout, { schema: { body: Form } }, async (request, reply) => {
    const engine = await interactive.engine()
    engine.serve(request, reply, { method: 'GET', url: `${logout}?${new URLSearchParams(request.body)}` })
  })
  app.post(`${logout}/confirm`, { schema: { body: Form } }, async (request, reply) => {
    const engine = await interactive.engine()
    engine.serve(request, reply, { url: request.url, form: request.body })
  })
}
