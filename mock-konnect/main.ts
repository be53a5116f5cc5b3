import Type from 'typebox'
import { Complaints } from '../kit/complaints.ts'
import { ExchangeBus } from '../kit/exchanges.ts'
import { CannotListen, closeOnSignal, serve } from '../kit/serve.ts'
import { RecordingSettings, readEnv } from '../kit/settings.ts'
import { programTls, schemeOf, TlsSettings } from '../kit/tls/program-tls.ts'
import { buildMockKonnect } from './app.ts'
import { defaults } from './options.ts'

/** Settings of a mock-konnect that runs on its own (blueprint 3). */
const Environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  KONNECT_PORT: Type.Integer({ default: 8080, minimum: 0, maximum: 65_535 }),
  KONNECT_BASE_URL: Type.Optional(Type.String({ format: 'url', description: 'default: the address it listens on' })),
  GATEWAY_URL: Type.Optional(
    Type.String({ format: 'url', description: "where the data plane takes calls; for the portals' pages" }),
  ),
  KONNECT_TOKENS: Type.String({
    default: defaults.tokens.join(','),
    pattern: '^\\S+$',
    description: 'comma-separated',
  }),
  KONNECT_COMPAT: Type.Enum(['strict', 'docs'], { default: 'strict' }),
  KONNECT_SEALING_KEY: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F]{64}$', description: '32 bytes as hex' })),
  MOCK_CONTROL_TOKEN: Type.Optional(Type.String({ minLength: 1 })),
  ...RecordingSettings,
  ...TlsSettings,
})

async function main(): Promise<void> {
  const env = readEnv(Environment)
  const https = await programTls(env)
  const exchanges = new ExchangeBus({ capacity: env.EXCHANGES_KEPT })
  const konnect = buildMockKonnect({
    exchanges,
    ...https,
    tokens: env.KONNECT_TOKENS.split(','),
    compat: env.KONNECT_COMPAT,
    ...(env.KONNECT_SEALING_KEY && { sealingKey: Buffer.from(env.KONNECT_SEALING_KEY, 'hex') }),
    gatewayUrl: env.GATEWAY_URL,
    ...(env.MOCK_CONTROL_TOKEN && { controlToken: env.MOCK_CONTROL_TOKEN }),
    log: true,
  })
  const who = 'mock-konnect'
  const port = await serve(konnect.app, { host: env.HOST, port: env.KONNECT_PORT, who, setting: 'KONNECT_PORT' })
  closeOnSignal(() => konnect.app.close())
  const address = env.KONNECT_BASE_URL ?? `${schemeOf(https)}://${env.HOST}:${port}`
  konnect.setBaseUrl(address.replace(/\/+$/, ''))
  console.log(`mock-konnect  ${address}  (admin API /v2 /v3, Portal API /api/v2 /api/v3, pages /portal, levers /_mock)`)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof Complaints || error instanceof CannotListen)) throw error
  console.error(error.message)
  process.exitCode = 2
}
