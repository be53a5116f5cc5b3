import type { FastifyReply, FastifyRequest } from 'fastify'

/** Whether a browser asks beforehand if a script of another origin may call (Fetch standard, CORS-preflight request). */
export const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

/** Tells the browser that the script may call, by one of `methods` (`GET,POST`) and with every header that it asks for. */
export function answerPreflight({ headers }: FastifyRequest, reply: FastifyReply, methods: string): void {
  const asked = headers['access-control-request-headers']
  if (asked !== undefined) reply.header('access-control-allow-headers', asked)
  reply
    .header('access-control-allow-methods', methods)
    .header('vary', 'Origin, Access-Control-Request-Headers')
    .code(204)
    .send()
}
