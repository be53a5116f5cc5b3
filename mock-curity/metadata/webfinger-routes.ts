import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { present } from '../configuration/leaf.ts'
import { NotServed } from '../errors.ts'
import { path as reasons } from '../reasons.ts'
import type { Services } from '../services.ts'
import { webfingerPath } from './webfinger-path.ts'

/** The relation by which an OpenID provider is found. */
const issuerRelation = 'http://openid.net/specs/connect/1.0/issuer'

const Query = Type.Object({
  resource: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9+.-]*:.' }),
  rel: Type.Optional(Type.Union([Type.String(), Type.Array(Type.String())])),
})

/**
 * WebFinger, while a service role has the switch for it (`curity.md` 1.4). What it answers is inferred: the issuer, for whatever account is asked
 * about (RFC 7033 §4.4, OpenID Connect Discovery §2).
 */
export const webfinger: FastifyPluginAsyncTypebox<Services> = async (app, { configuration, unserved }) => {
  const refuseWhileOff = () => {
    const roles = configuration.tree.environments.environment.services['service-role']
    if (!roles.some((role) => present(role.webfinger))) throw new NotServed(404, reasons.webfingerOff())
  }
  unserved.guard(webfingerPath, refuseWhileOff)
  app.addHook('onRequest', async () => refuseWhileOff())

  app.get(webfingerPath, { schema: { querystring: Query } }, async (request, reply) => {
    const { resource, rel = issuerRelation } = request.query
    const links = [rel].flat().includes(issuerRelation)
      ? [{ rel: issuerRelation, href: configuration.service.issuer }]
      : []
    return reply
      .type('application/jrd+json')
      .header('access-control-allow-origin', '*')
      .send(JSON.stringify({ subject: resource, links }))
  })
}
