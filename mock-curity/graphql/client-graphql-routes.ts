import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { GraphQLError } from 'graphql'
import Type, { type Static } from 'typebox'
import { bearerToken } from '../bearer.ts'
import { insufficientScope, invalidToken, NoBearerToken } from '../errors.ts'
import { graphql as reasons } from '../reasons.ts'
import type { EndpointOptions, Services } from '../services.ts'
import { clientSchema } from './client-graphql-schema.ts'
import { clientResolvers } from './client-resolvers.ts'

const Request = Type.Object({
  query: Type.String(),
  variables: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()])),
  operationName: Type.Optional(Type.Union([Type.String(), Type.Null()])),
})

/** GraphQL over registered clients (`curity.md` 7.4): they are read, and their status is changed. */
export const clientGraphqlEndpoint: FastifyPluginAsyncTypebox<EndpointOptions> = async (app, services) => {
  const engine = graphqlEngine(services)
  app.post(services.path, { schema: { body: Request } }, async (request, reply) => {
    await refuseUnauthorized(request, services)
    const result = await (await engine()).answer(request.body)
    // GraphQL over HTTP: a request that could not be begun is 400 in this media type.
    return reply
      .code('data' in result ? 200 : 400)
      .header('cache-control', 'no-store')
      .send(result)
  })
}

/** The schema is built, and the library loaded, with the first request. */
function graphqlEngine(services: Services) {
  let made: ReturnType<typeof make> | undefined
  const make = async () => {
    const { buildSchema, execute, parse, validate } = await import('graphql')
    const schema = buildSchema(clientSchema)
    const rootValue = clientResolvers(services)
    return {
      async answer({ query, variables, operationName }: Static<typeof Request>) {
        try {
          const document = parse(query, { maxTokens: 2000 })
          const errors = validate(schema, document)
          if (errors.length > 0) return { errors }
          return await execute({ schema, document, rootValue, variableValues: variables, operationName })
        } catch (error) {
          return { errors: [error as GraphQLError] } // what the parser throws
        }
      },
    }
  }
  return () => {
    made ??= make()
    return made
  }
}

/** Who may call is not known: by the switch anybody with an access token, only one with the admin API's scope, or anybody. */
async function refuseUnauthorized(request: FastifyRequest, { behaviour, accessTokens }: Services): Promise<void> {
  const wanted = behaviour.current.graphqlAuthorization
  if (wanted === 'none') return
  const value = bearerToken(request)
  if (value === undefined) throw new NoBearerToken(reasons.noToken())
  const reading = await accessTokens.read(value)
  if ('dead' in reading) throw invalidToken('The token is not valid', reasons.dead(reading.dead))
  const { scope } = reading.token
  if (wanted === 'admin-scope' && !scope.split(' ').includes('urn:se:curity:scopes:admin:api'))
    throw insufficientScope('The token lacks a scope', reasons.noScope())
}
