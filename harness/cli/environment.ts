import Type, { type Static } from 'typebox'
import { RecordingSettings } from '../../kit/settings.ts'
import { Url } from '../addresses.ts'
import type { Given } from '../given.ts'
import type { Ports } from '../start/starting.ts'

const Port = (port: number) => Type.Integer({ minimum: 0, maximum: 65_535, default: port })
const BaseUrl = Type.String({
  pattern: '^https?://[^/?#]+$',
  examples: ['https://idp.example:8443'],
  description: 'scheme, host and port',
})

/** Settings from the environment: where servers listen, under which addresses others reach them, who may use the levers. */
export const Environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  CURITY_PORT: Port(8443),
  CURITY_ADMIN_PORT: Port(6749),
  KONNECT_PORT: Port(8080),
  GATEWAY_PORT: Port(8000),
  GATEWAY_ADMIN_PORT: Port(8001),
  GATEWAY_SSL_PORT: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
  ECHO_PORT: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535 })),
  PUBLIC_HOST: Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9.-]+$', description: 'name or address under which others reach the servers' }),
  ),
  CURITY_BASE_URL: Type.Optional(BaseUrl),
  KONNECT_BASE_URL: Type.Optional(BaseUrl),
  UPSTREAM_URL: Type.Optional(Url),
  GATEWAY_URL: Type.Optional(Url),
  ...RecordingSettings,
  MOCK_CONTROL_TOKEN: Type.Optional(Type.String()),
  STORE_SEALING_KEY: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{64}$', description: '32 bytes as hex' })),
})
export type Environment = Static<typeof Environment>

/** Under which addresses others reach the servers that callers must know by one; undefined: where they listen. */
export const baseUrlsOf = (env: Environment): Record<'curity' | 'konnect' | 'gateway', string | undefined> => ({
  curity: env.CURITY_BASE_URL ?? publicAddress(env, env.CURITY_PORT),
  konnect: env.KONNECT_BASE_URL ?? publicAddress(env, env.KONNECT_PORT),
  gateway: env.GATEWAY_URL ?? publicAddress(env, env.GATEWAY_PORT),
})

const publicAddress = ({ PUBLIC_HOST: host }: Environment, port: number): string | undefined =>
  host === undefined ? undefined : `http://${host}:${port}`

/** Where the echo API listens when others must know it beforehand: other processes, or a state that outlives this one. */
export const fixedEchoPort = 8002

/** Of the data plane's listener for TLS: its usual one, 8443, is Curity's. */
const usualTlsPort = 9443

/** What the environment says of the world: a port for TLS asks for the listener. */
export const givenBy = ({ GATEWAY_SSL_PORT: port }: Environment, given: Given): Given =>
  port === undefined ? given : { ...given, gateway: { ...given.gateway, tlsListener: true } }

/** Where servers listen. */
export const portsOf = (env: Environment, echo: number): Ports => ({
  curity: env.CURITY_PORT,
  curityAdmin: env.CURITY_ADMIN_PORT,
  konnect: env.KONNECT_PORT,
  gateway: env.GATEWAY_PORT,
  gatewayAdmin: env.GATEWAY_ADMIN_PORT,
  gatewayTls: env.GATEWAY_SSL_PORT ?? usualTlsPort,
  echo: env.ECHO_PORT ?? echo,
})

/** How long answers that are under way may take when a signal ends the process, in ms: orchestrators wait longer. */
export const grace = 1500
