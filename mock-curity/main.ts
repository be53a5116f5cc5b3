import Type from 'typebox'
import { Complaints } from '../kit/complaints.ts'
import { ExchangeBus } from '../kit/exchanges.ts'
import { CannotListen, closeOnSignal, serve } from '../kit/serve.ts'
import { RecordingSettings, readEnv } from '../kit/settings.ts'
import { programTls, schemeOf, TlsSettings } from '../kit/tls/program-tls.ts'
import { buildMockCurity } from './app.ts'
import { knownNames } from './configuration/known-names.ts'
import { readConfiguration } from './configuration/read-configuration.ts'
import type { CurityConfiguration } from './configuration/schema.ts'

const Environment = Type.Object({
  HOST: Type.String({ default: '127.0.0.1' }),
  CURITY_PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 8443 }),
  CURITY_ADMIN_PORT: Type.Integer({ minimum: 0, maximum: 65_535, default: 6749 }),
  CURITY_STATUS_PORT: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 65_535, description: 'serves the status endpoint' }),
  ),
  CURITY_BASE_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/?#]+$',
      examples: ['https://idp.example:8443'],
      description: 'scheme, host and port',
    }),
  ),
  CURITY_CONFIG: Type.Optional(
    Type.String({ description: 'a YAML file with parts of the configuration, or an export of a real one (XML)' }),
  ),
  MOCK_CONTROL_TOKEN: Type.Optional(Type.String()),
  ...RecordingSettings,
  ...TlsSettings,
})

try {
  await start()
} catch (error) {
  if (!(error instanceof Complaints || error instanceof CannotListen)) throw error
  console.error(error.message)
  process.exitCode = 2
}

async function start(): Promise<void> {
  const env = readEnv(Environment)
  const { base, configuration = {} } = env.CURITY_CONFIG === undefined ? {} : await given(env.CURITY_CONFIG)
  const https = await programTls(env)
  const exchanges = new ExchangeBus({ capacity: env.EXCHANGES_KEPT })
  const curity = await buildMockCurity({
    exchanges,
    ...https,
    base,
    configuration,
    controlToken: env.MOCK_CONTROL_TOKEN,
    log: true,
  })
  const port = await serve(curity.app, {
    host: env.HOST,
    port: env.CURITY_PORT,
    who: 'mock-curity (runtime)',
    setting: 'CURITY_PORT',
  })
  const adminPort = await serve(curity.adminListener, {
    host: env.HOST,
    port: env.CURITY_ADMIN_PORT,
    who: 'mock-curity (admin)',
    setting: 'CURITY_ADMIN_PORT',
  })
  const status = env.CURITY_STATUS_PORT === undefined ? undefined : curity.status()
  if (status && env.CURITY_STATUS_PORT !== undefined) {
    const who = 'mock-curity (status)'
    await serve(status, { host: env.HOST, port: env.CURITY_STATUS_PORT, who, setting: 'CURITY_STATUS_PORT' })
  }
  closeOnSignal(() => Promise.all([curity.app.close(), status?.close()]))
  const configured = (configuration as { environments?: { environment?: { 'base-url'?: string } } }).environments // checked above
  curity.setBaseUrl(
    env.CURITY_BASE_URL ?? configured?.environment?.['base-url'] ?? `${schemeOf(https)}://${env.HOST}:${port}`,
  )
  const { environment } = curity.configuration().environments
  console.log(
    `mock-curity ${environment['base-url']} (listening on ${env.HOST}:${port}, admin on ${env.HOST}:${adminPort})`,
  )
}

/** An export says everything and is told what of it is skipped; YAML says what differs from the wizard's. */
async function given(file: string): Promise<{ base?: CurityConfiguration; configuration?: object }> {
  if (!file.endsWith('.xml')) return { configuration: await readConfiguration(file) }
  const { readExport } = await import('./import/curity-export.ts')
  const { skippedLines } = await import('./import/skipped.ts')
  const { configuration, skipped } = readExport(file, knownNames())
  console.error(skippedLines(file, skipped))
  return { base: configuration }
}
