import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import type { Clock } from '../../kit/clock.ts'

/** A way in which an endpoint can fail; `late`: it answers as ever, but not before half a second is over. */
export type Breakage = 'hang-up' | 'html' | 'empty' | 'truncated' | 'silent' | 'late' | { status: number; body: object }
export type Endpoint = 'discovery' | 'jwks' | 'token' | 'introspection' | 'userinfo' | 'revocation'

export interface TokenCall {
  authorization: string | undefined
  form: Record<string, string>
}

type CryptoKeyLike = Awaited<ReturnType<typeof generateKeyPair>>['privateKey']

export interface SigningKey {
  kid: string
  privateKey: CryptoKeyLike
  jwk: JWK
}

/** Made once per worker: ES256 keys cost a tenth of a millisecond, so this is for the sameness of kids only. */
export async function signingKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' } }
}

/** An identity provider that does as it is told, and counts. */
export class TestIdentityProvider {
  /** Secrets by client id. */
  readonly clients = new Map<string, string>([['app-1', 'secret-1']])
  readonly calls = { discovery: 0, jwks: 0, token: 0 }
  readonly tokenCalls: TokenCall[] = []
  /** Calls to the endpoints that look at tokens. */
  readonly inspections: (TokenCall & { accept: string | undefined })[] = []
  /** What introspection and userinfo say; a text is answered as a JWT. */
  said: object | string = { active: true, sub: 'app-1' }
  /** Passwords by user name, codes and refresh tokens that count. */
  readonly users = new Map<string, string>([['alice', 'alice-password']])
  readonly grants = new Set<string>()
  readonly broken = new Map<Endpoint, Breakage>()
  /** Keys that the key set shows. */
  published: SigningKey[] = []
  /** Members that the next documents and answers have besides. */
  discovery: object = {}
  answer: object = {}
  /** Claims that tokens have besides; undefined ones are left out. */
  claims: Record<string, unknown> = {}
  tokenFormat: 'jwt' | 'opaque' = 'jwt'
  url = ''
  /** Lasts until `release`. */
  readonly #silence = Promise.withResolvers<void>()
  readonly #clock: Clock
  #server = createServer((request, response) => void this.#handle(request, response))

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get issuer(): string {
    return `${this.url}/oauth/v2/oauth-anonymous`
  }

  async start(): Promise<this> {
    this.published = [await signingKey('key-1')]
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    return this
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** How many connections are open. */
  connections(): Promise<number> {
    return new Promise((resolve, reject) =>
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    )
  }

  /** Answers what was kept waiting by silence. */
  release(): void {
    this.#silence.resolve()
  }

  get called(): number {
    return this.calls.discovery + this.calls.jwks + this.calls.token + this.inspections.length
  }

  /** A signed access token for a client. */
  async token(sub: string, extra: Record<string, unknown> = {}, key = this.published[0]): Promise<string> {
    if (!key) throw new Error('no key to sign with')
    const now = Math.floor(this.#clock.now() / 1000)
    const claims = { iss: this.issuer, sub, iat: now, nbf: now, exp: now + 300, ...this.claims, ...extra }
    const given = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
    return new SignJWT(given).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey)
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    const endpoint = endpointAt(path)
    if (endpoint in this.calls) this.calls[endpoint as keyof typeof this.calls]++
    let body = ''
    for await (const chunk of request) body += chunk
    const breakage = this.broken.get(endpoint)
    if (breakage === 'silent') await this.#silence.promise
    else if (breakage === 'late') await delay(500)
    else if (breakage) return fail(breakage, response)
    if (endpoint === 'discovery') return json(response, 200, this.#document())
    if (endpoint === 'jwks') return json(response, 200, { keys: this.published.map(({ jwk }) => jwk) })
    if (endpoint === 'token') return this.#answerToken(request, body, response)
    return this.#answerInspection(request, body, response)
  }

  #document(): object {
    return {
      issuer: this.issuer,
      token_endpoint: `${this.url}/oauth/v2/oauth-token`,
      jwks_uri: `${this.issuer}/jwks`,
      introspection_endpoint: `${this.url}/introspection`,
      userinfo_endpoint: `${this.url}/userinfo`,
      revocation_endpoint: `${this.url}/revocation`,
      authorization_endpoint: `${this.url}/authorize`,
      end_session_endpoint: `${this.url}/logout`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      ...this.discovery,
    }
  }

  /** Whether what a grant stands on counts. */
  #takes(form: Record<string, string>): boolean {
    if (form.grant_type === 'password') return this.users.get(form.username ?? '') === form.password
    return form.grant_type === 'client_credentials' || this.grants.has(form.code ?? form.refresh_token ?? '')
  }

  #answerInspection(request: IncomingMessage, body: string, response: ServerResponse): void {
    const { authorization, accept } = request.headers
    this.inspections.push({ authorization, accept, form: Object.fromEntries(new URLSearchParams(body)) })
    if (typeof this.said === 'object') json(response, 200, this.said)
    else response.writeHead(200, { 'content-type': 'application/jwt' }).end(this.said)
  }

  async #answerToken(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const form = Object.fromEntries(new URLSearchParams(body))
    const { authorization } = request.headers
    this.tokenCalls.push({ authorization, form })
    const pair = authorization
      ? Buffer.from(authorization.slice(6), 'base64').toString()
      : `${form.client_id}:${form.client_secret}`
    const [id = '', ...rest] = pair.split(':')
    if (this.clients.get(id) !== rest.join(':')) return json(response, 401, { error: 'invalid_client' })
    if (!this.#takes(form)) return json(response, 400, { error: 'invalid_grant' })
    const sub = form.username ?? id
    const token = this.tokenFormat === 'jwt' ? await this.token(sub) : `_0XBPWQQ_${sub}`
    return json(response, 200, {
      access_token: token,
      token_type: 'bearer',
      expires_in: 300,
      scope: '',
      ...this.answer,
    })
  }
}

const endpointAt = (path: string): Endpoint => {
  if (path.endsWith('/openid-configuration')) return 'discovery'
  const names = ['jwks', 'introspection', 'userinfo', 'revocation'] as const
  return names.find((name) => path.includes(`/${name}`)) ?? 'token'
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function fail(breakage: Exclude<Breakage, 'silent' | 'late'>, response: ServerResponse): void {
  if (breakage === 'hang-up') {
    response.destroy()
  } else if (breakage === 'html') {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>')
  } else if (breakage === 'empty') {
    response.writeHead(200, { 'content-type': 'application/json' }).end()
  } else if (breakage === 'truncated') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"issuer":"http')
    setImmediate(() => response.destroy())
  } else {
    json(response, breakage.status, breakage.body)
  }
}
