import Type from 'typebox'
import { closeOnSignal, serve } from '../kit/serve.ts'
import { readEnv } from '../kit/settings.ts'
import { programTls, schemeOf, TlsSettings } from '../kit/tls/program-tls.ts'
import { buildGatewaySim } from './app.ts'
import { buildEchoApi } from './echo-api.ts'

const Port = Type.Integer({ minimum: 0, maximum: 65535 })
const Url = Type.String({ pattern: '^https?://' })

const Environment = Type.Object({
  GATEWAY_PORT: Type.Integer({ ...Port, default: 8000 }),
  GATEWAY_ADMIN_PORT: Type.Integer({ ...Port, default: 8001 }),
  KONNECT_BASE_URL: Type.String({ ...Url, default: 'http://127.0.0.1:8080' }),
  KONNECT_TOKEN: Type.String({ default: 'kpat_demo' }),
  KONNECT_CONTROL_PLANE: Type.String({ default: 'default' }),
  HOST: Type.String({ default: '127.0.0.1' }),
  MOCK_CONTROL_TOKEN: Type.Optional(Type.String()),
  ECHO_PORT: Type.Optional(Port),
  ...TlsSettings,
})

/** Starts a data plane node, and the echo API when `ECHO_PORT` is set, by the environment. */
async function main(): Promise<void> {
  const env = readEnv(Environment)
  const host = env.HOST
  const https = await programTls(env)
  const { proxy, admin } = buildGatewaySim({
    ...https,
    konnectUrl: env.KONNECT_BASE_URL,
    konnectToken: env.KONNECT_TOKEN,
    controlPlane: env.KONNECT_CONTROL_PLANE,
    controlToken: env.MOCK_CONTROL_TOKEN,
    log: true,
  })
  const open = [proxy, admin]
  closeOnSignal(() => Promise.all(open.map((app) => app.close())))
  const listen = async (app: typeof proxy, port: number, who: string, setting: string) => {
    const got = await serve(app, { host, port, who, setting })
    process.stdout.write(`${who}: ${schemeOf(https)}://${host}:${got}\n`)
  }
  if (env.ECHO_PORT !== undefined) {
    const echo = buildEchoApi({ log: true, tls: https.tls })
    open.push(echo)
    await listen(echo, env.ECHO_PORT, 'echo API', 'ECHO_PORT')
  }
  await listen(proxy, env.GATEWAY_PORT, 'gateway-sim (proxy)', 'GATEWAY_PORT')
  await listen(admin, env.GATEWAY_ADMIN_PORT, 'gateway-sim (admin)', 'GATEWAY_ADMIN_PORT')
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(2)
})
