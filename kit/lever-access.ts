import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { systemClock } from './clock.ts'
import { cookieOf } from './pages/cookie.ts'
import { isLoopback } from './recorder.ts'

/** What somebody is told who may not pull a lever. */
export const leversAreShut = 'levers answer on loopback, elsewhere only with MOCK_CONTROL_TOKEN'

/**
 * Lets only callers on loopback, or with the control token, use the levers of `scope`; who signed in at the inspector with it may look,
 * since its pages do. For levers that one server has alone, too.
 */
export function guardLevers(scope: FastifyInstance, controlToken: string | undefined): void {
  scope.addHook('onRequest', async (request, reply) => {
    if (mayPull(request, controlToken)) return
    if (request.method === 'GET' && isSignedIn(request, controlToken)) return
    return reply.code(403).send({ message: leversAreShut })
  })
}

/** Whether a call comes from this machine, and not from a page of another site in its browser, or has the control token. */
export function mayPull({ ip, headers }: FastifyRequest, controlToken: string | undefined): boolean {
  if (isLoopback(ip) && headers['sec-fetch-site'] !== 'cross-site') return true
  return Boolean(controlToken) && headers.authorization === `Bearer ${controlToken}`
}

/** Whether `text` is the control token; takes as long for any other text. */
export const isControlToken = (text: string, controlToken: string): boolean =>
  timingSafeEqual(macOf(controlToken, text), macOf(controlToken, controlToken))

const hours = 8

/** Whether a browser signed in with the control token, and not longer ago than a working day. */
export function isSignedIn(request: FastifyRequest, controlToken: string | undefined): boolean {
  if (!controlToken) return false
  const [until = '', mac = ''] = cookieOf(request, cookieName(controlToken))?.split('.') ?? []
  const known = macOf(controlToken, until)
  const shown = Buffer.from(mac, 'base64url')
  return shown.length === known.length && timingSafeEqual(shown, known) && Number(until) > systemClock.now()
}

/**
 * A sign-in stands in its cookie, which nobody can make without the token: servers that share the token share the sign-in, although each is an
 * origin of its own, and none has to remember it. By the machine's clock: who moves the server's stays signed in.
 * @param paths below which it is sent
 */
export function signIn(request: FastifyRequest, reply: FastifyReply, token: string, paths: readonly string[]): void {
  const until = String(systemClock.now() + hours * 3_600_000)
  const value = `${until}.${macOf(token, until).toString('base64url')}`
  const secure = request.protocol === 'https' ? '; Secure' : ''
  const cookies = paths.map((path) => `${cookieName(token)}=${value}; ${attributes(path)}${secure}`)
  reply.header('set-cookie', cookies)
}

/** Ends it in this browser. */
export function signOut(reply: FastifyReply, token: string, paths: readonly string[]): void {
  reply.header(
    'set-cookie',
    paths.map((path) => `${cookieName(token)}=; ${attributes(path)}; Max-Age=0`),
  )
}

const attributes = (path: string): string => `Path=${path}; HttpOnly; SameSite=Strict`

/** Browsers do not tell ports apart: servers whose tokens differ have cookies that do. */
const cookieName = (token: string): string => `levers-${macOf(token, 'cookie').toString('hex').slice(0, 8)}`

const macOf = (token: string, text: string): Buffer =>
  createHmac('sha256', token).update(`dcr-harness levers: ${text}`).digest()
