import type { FastifyRequest } from 'fastify'

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1); undefined when there is none. */
export const bearerToken = ({ headers }: FastifyRequest): string | undefined =>
  /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
