import type { LightMyRequestResponse } from 'fastify'
import { onTestFinished } from 'vitest'
import { type AdjustableClock, manualClock } from '../../kit/clock.ts'
import { ExchangeBus } from '../../kit/exchanges.ts'
import { FaultPlan } from '../../kit/faults.ts'
import { basicAuthorization } from '../../kit/http-client.ts'
import { countingIds } from '../../kit/ids.ts'
import { buildMockCurity, type MockCurity } from '../../mock-curity/app.ts'
import type { Switches } from '../../mock-curity/behaviour.ts'
import type { RegistrationProcedures } from '../../mock-curity/registration/procedures.ts'
import type { TokenProcedures } from '../../mock-curity/tokens/token-procedures.ts'
import { configured } from './configurations.ts'

export const tokenPath = '/oauth/v2/oauth-token'
export const introspectPath = '/oauth/v2/oauth-introspect'
export const revokePath = '/oauth/v2/oauth-revoke'
export const userinfoPath = '/oauth/v2/oauth-userinfo'
export const registrationPath = '/token-service/oauth-registration'
export const discoveryPath = '/oauth/v2/oauth-anonymous/.well-known/openid-configuration'
export const issuer = 'http://curity.test/oauth/v2/oauth-anonymous'

/** The clock of every test stands here until it is moved: 2026-01-01. */
export const start = 1_767_225_600

export const registrar = basicAuthorization('registrar', 'registrar-secret')
export const introspector = basicAuthorization('introspector', 'introspector-secret')
export const service = basicAuthorization('service', 'service-secret')

/** What a test needs to know of an answer. */
export interface Answer {
  status: number
  headers: LightMyRequestResponse['headers']
  text: string
  body: unknown
  reason: string | undefined
}

export interface Rig extends MockCurity {
  clock: AdjustableClock
  exchanges: ExchangeBus
  call(method: string, url: string, options?: { headers?: Record<string, string>; payload?: string }): Promise<Answer>
  /** Posts a form, with an `Authorization` header if one is given. */
  form(url: string, form: Record<string, string>, authorization?: string): Promise<Answer>
  /** A client_credentials request by the client `service`, or another. */
  token(form?: Record<string, string>, authorization?: string): Promise<Answer>
  initialToken(): Promise<string>
  /** Posts metadata with a fresh initial token, or the one given. */
  register(metadata: object, initialToken?: string): Promise<Answer>
  introspect(token: string, accept?: string): Promise<Answer>
}

export interface RigOptions {
  configuration?: object
  behaviour?: Partial<Switches>
  procedures?: RegistrationProcedures
  tokenProcedures?: TokenProcedures
}

/** A server for the running test: manual clock, counting ids; it is closed when the test ends. */
export async function curity({
  configuration = {},
  behaviour = {},
  procedures = {},
  tokenProcedures = {},
}: RigOptions = {}): Promise<Rig> {
  const clock = manualClock(start * 1000)
  const exchanges = new ExchangeBus()
  const mock = await buildMockCurity({
    baseUrl: 'http://curity.test',
    configuration: configured(configuration),
    behaviour,
    procedures,
    tokenProcedures,
    clock,
    exchanges,
    faults: new FaultPlan(),
    ids: countingIds(),
  })
  onTestFinished(() => mock.app.close())
  return { ...mock, clock, exchanges, ...callsOf(mock) }
}

function callsOf({
  app,
}: MockCurity): Pick<Rig, 'call' | 'form' | 'token' | 'initialToken' | 'register' | 'introspect'> {
  const call: Rig['call'] = (...request) => injected(app, ...request)
  const form: Rig['form'] = (url, fields, authorization) =>
    call('POST', url, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) },
      payload: new URLSearchParams(fields).toString(),
    })
  const token: Rig['token'] = (fields = {}, authorization = service) =>
    form(tokenPath, { grant_type: 'client_credentials', ...fields }, authorization)
  const initialToken = async () => String(member(await token({ scope: 'dcr' }, registrar), 'access_token'))
  return {
    call,
    form,
    token,
    initialToken,
    register: async (metadata, given) =>
      call('POST', registrationPath, {
        headers: { 'content-type': 'application/json', authorization: `Bearer ${given ?? (await initialToken())}` },
        payload: JSON.stringify(metadata),
      }),
    introspect: (value, accept = 'application/json') =>
      call('POST', introspectPath, {
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: introspector, accept },
        payload: new URLSearchParams({ token: value }).toString(),
      }),
  }
}

/** Any call to one of the two ports, which asks for the reason. */
export async function injected(
  app: Pick<MockCurity['app'], 'inject'>,
  method: string,
  url: string,
  { headers = {}, payload }: { headers?: Record<string, string>; payload?: string } = {},
): Promise<Answer> {
  const answer = await app.inject({
    method: method as 'GET', // some are none that Fastify knows
    url,
    headers: { 'x-harness-explain': '1', ...headers },
    ...(payload !== undefined && { payload }),
  })
  const reason = answer.headers['x-harness-reason']
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.payload,
    body: json(answer.payload),
    reason: reason === undefined ? undefined : String(reason),
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** One member of an answer's body. */
export const member = ({ body }: Pick<Answer, 'body'>, name: string): unknown =>
  (body as Record<string, unknown> | undefined)?.[name]

/** Header and claims of a JWT, in the order in which they stand. */
export function decoded(jwt: string): { header: Record<string, unknown>; claims: Record<string, unknown> } {
  const [header = '', claims = ''] = jwt.split('.')
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  return { header: parse(header), claims: parse(claims) }
}
