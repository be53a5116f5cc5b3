import { basicAuthorization } from '../../kit/http-client.ts'
import { type Caller, type CallOptions, expectStatus, type Reply } from './caller.ts'

/** A client's id and secret, however it came by them. */
export interface ClientCredentials {
  clientId: string
  clientSecret: string
}

/** The members of a metadata document that the harness uses (OpenID Connect Discovery 1.0 §3). */
export interface Metadata {
  issuer: string
  token_endpoint: string
  introspection_endpoint: string
  registration_endpoint?: string
}

/** The members of a token answer that the harness uses (RFC 6749 §5.1). */
export interface Token {
  access_token: string
  expires_in: number
  scope?: string
}

/** Calls an identity provider as an application, and as its operator. */
export interface CurityDriver {
  call: Caller
  /** The metadata document. @throws StepRefused */
  discover(): Promise<Metadata>
  /** One request to the token endpoint, whatever it answers; `options` shape it further, or replace its body. */
  requestToken(form: Record<string, string>, client?: ClientCredentials, options?: CallOptions): Promise<Reply>
  /** A token by client credentials. @throws StepRefused */
  clientCredentials(client: ClientCredentials, options?: { scope?: string }): Promise<Token>
  /** One request to the registration endpoint, whatever it answers; `options` shape it further, or replace its body. */
  register(metadata: object, initialToken?: string, options?: CallOptions): Promise<Reply>
  /** What introspection says of a token, asked as the client that may introspect. @throws StepRefused */
  introspect(token: string): Promise<{ active: boolean; [claim: string]: unknown }>
}

export interface CurityDriverOptions {
  call: Caller
  issuer: string
  introspector: ClientCredentials
}

export function curityDriver({ call, issuer, introspector }: CurityDriverOptions): CurityDriver {
  const discover = async () => {
    const reply = expectStatus(await call('GET', `${issuer}/.well-known/openid-configuration`), 200)
    return reply.body as Metadata // a declared minimum: whoever reads a missing member gets undefined and fails there
  }
  const requestToken: CurityDriver['requestToken'] = async (form, client, options) =>
    call('POST', (await discover()).token_endpoint, shaped({ form, ...authenticated(client) }, options))

  return {
    call,
    discover,
    requestToken,
    async clientCredentials(client, { scope } = {}) {
      const form = { grant_type: 'client_credentials', ...(scope && { scope }) }
      return expectStatus(await requestToken(form, client), 200).body as Token
    },
    async register(metadata, initialToken, options) {
      const { registration_endpoint } = await discover()
      if (!registration_endpoint) throw new Error(`${issuer} publishes no registration_endpoint`)
      const headers = initialToken ? { authorization: `Bearer ${initialToken}` } : {}
      return call('POST', registration_endpoint, shaped({ json: metadata, headers }, options))
    },
    async introspect(token) {
      const { introspection_endpoint } = await discover()
      const reply = await call('POST', introspection_endpoint, { form: { token }, ...authenticated(introspector) })
      return expectStatus(reply, 200).body as { active: boolean }
    },
  }
}

/** A call with another shape: headers are added, a body in any form takes the place of the own one. */
function shaped({ json, form, ...own }: CallOptions, options: CallOptions = {}): CallOptions {
  const replaces = options.json !== undefined || options.form !== undefined || options.text !== undefined
  const body = replaces ? {} : { json, form }
  return { ...body, ...own, ...options, headers: { ...own.headers, ...options.headers } }
}

const authenticated = (client: ClientCredentials | undefined): CallOptions =>
  client ? { headers: { authorization: basicAuthorization(client.clientId, client.clientSecret) } } : {}
