import Type from 'typebox'
import { ExchangeBus } from '../kit/exchanges.ts'
import { closeOnSignal, type Listening, serve } from '../kit/serve.ts'
import { RecordingSettings, readEnv } from '../kit/settings.ts'
import { type ProgramTls, programTls, schemeOf, TlsSettings } from '../kit/tls/program-tls.ts'
import { buildGatewaySim } from './app.ts'
import { buildEchoApi } from './echo-api.ts'
import { listenerBefore } from './proxy/entrance.ts'

const Port = Type.Integer({ minimum: 0, maximum: 65535 })
const Url = Type.String({ pattern: '^https?://', examples: ['http://127.0.0.1:8080'] })

const Environment = Type.Object({
  GATEWAY_PORT: Type.Integer({ ...Port, default: 8000 }),
  GATEWAY_ADMIN_PORT: Type.Integer({ ...Port, default: 8001 }),
  GATEWAY_SSL_PORT: Type.Optional(Port),
  KONNECT_BASE_URL: Type.String({ ...Url, default: 'http://127.0.0.1:8080' }),
  KONNECT_TOKEN: Type.String({ default: 'kpat_demo' }),
  KONNECT_CONTROL_PLANE: Type.String({ default: 'default' }),
  HOST: Type.String({ default: '127.0.0.1' }),
  MOCK_CONTROL_TOKEN: Type.Optional(Type.String()),
  ECHO_PORT: Type.Optional(Port),
  ...RecordingSettings,
  ...TlsSettings,
})

/** Starts a data plane node, and the echo API when `ECHO_PORT` is set, by the environment. */
async function main(): Promise<void> {
  const env = readEnv(Environment)
  const host = env.HOST
  const issued = await programTls(env)
  const { GATEWAY_SSL_PORT: sslPort } = env
  if (sslPort !== undefined && !issued.tls)
    throw new Error('GATEWAY_SSL_PORT needs TLS_CA, which says whose certificate')
  // With a port for TLS the others stay plain, as Kong's are.
  const https: ProgramTls = sslPort === undefined ? issued : { ...issued, tls: undefined }
  const exchanges = new ExchangeBus({ capacity: env.EXCHANGES_KEPT })
  const { proxy, admin, entrance } = buildGatewaySim({
    exchanges,
    ...https,
    konnectUrl: env.KONNECT_BASE_URL,
    konnectToken: env.KONNECT_TOKEN,
    controlPlane: env.KONNECT_CONTROL_PLANE,
    controlToken: env.MOCK_CONTROL_TOKEN,
    log: true,
  })
  const open: { close(): PromiseLike<unknown> }[] = [proxy, admin]
  closeOnSignal(() => Promise.all(open.map((app) => app.close())))
  const listen = async (app: Listening, port: number, who: string, setting: string, scheme = schemeOf(https)) => {
    const got = await serve(app, { host, port, who, setting })
    process.stdout.write(`${who}: ${scheme}://${host}:${got}\n`)
  }
  if (env.ECHO_PORT !== undefined) {
    const echo = buildEchoApi({ exchanges, log: true, tls: https.tls })
    open.push(echo)
    await listen(echo, env.ECHO_PORT, 'echo API', 'ECHO_PORT')
  }
  await listen(proxy, env.GATEWAY_PORT, 'gateway-sim (proxy)', 'GATEWAY_PORT')
  await listen(admin, env.GATEWAY_ADMIN_PORT, 'gateway-sim (admin)', 'GATEWAY_ADMIN_PORT')
  if (sslPort === undefined) return
  const ssl = await listenerBefore(() => entrance, issued.tls)
  open.push(ssl)
  await listen(ssl, sslPort, 'gateway-sim (TLS)', 'GATEWAY_SSL_PORT', 'https')
}

main().catch((error: Error) => {
  // What is listening by then would keep the process.
  process.stderr.write(`${error.message}\n`, () => process.exit(2))
})
