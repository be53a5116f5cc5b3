import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NotServed } from '../errors.ts'
import { publicJwk } from '../keys/signing-key.ts'
import { path as reasons } from '../reasons.ts'
import type { EndpointOptions } from '../services.ts'
import { metadataDocument } from './document.ts'

/** The anonymous endpoint: OpenID discovery and the key set, both public (`curity.md` 1.2, 1.4, 1.5). */
export const anonymousEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, configuration, behaviour, keys } = services
  const discovery = `${path}/.well-known/openid-configuration`
  const jwks = `${path}/jwks`

  app.get(discovery, async (_request, reply) => {
    const { service } = configuration
    if (service.openIdMetadata === undefined)
      throw new NotServed(404, reasons.metadataOff('openid-connect.expose-metadata'))
    return reply
      .header('cache-control', `max-age=${service.openIdMetadata}`)
      .send(behaviour.quirks.run('metadata', metadataDocument, service, behaviour.current))
  })

  app.get(jwks, async () => {
    const { jwks: include, signing } = configuration.service
    return { keys: keys.keys.map((key) => publicJwk(key, signing.algorithm, include)) }
  })
}

/** RFC 8414 §3: the well-known part stands before the issuer's path. Off unless `expose-metadata` is set (`curity.md` 1.4). */
export const oauthMetadata: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const { path, configuration, behaviour } = services
  const url = `/.well-known/oauth-authorization-server${path}`

  app.get(url, async (_request, reply) => {
    const { service } = configuration
    if (service.oauthMetadata === undefined) throw new NotServed(404, reasons.metadataOff('expose-metadata'))
    return reply
      .header('cache-control', `max-age=${service.oauthMetadata}`)
      .send(behaviour.quirks.run('metadata', metadataDocument, service, behaviour.current))
  })
}
