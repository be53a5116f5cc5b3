import { stringify } from 'yaml'
import { readEnv } from '../../kit/settings.ts'
import type { Addresses } from '../addresses.ts'
import { demo } from '../demo/names.ts'
import { curityAddresses } from '../start/curity.ts'
import { baseUrlsOf, Environment, fixedEchoPort } from './environment.ts'

/**
 * `dcr-harness addresses`: where the servers of the demo world are by the environment that they were started with, and the credentials to
 * use there, as `run --against` reads them. For servers that run alone, each of which knows its own address only.
 */
export function printAddresses(): void {
  console.log(stringify(addressesBy(readEnv(Environment))).trimEnd())
}

function addressesBy(env: Environment): Addresses {
  const { curity, konnect } = baseUrlsOf(env)
  const at = (port: number) => `http://${env.PUBLIC_HOST ?? '127.0.0.1'}:${port}`
  return {
    curity: curityAddresses(curity ?? at(env.CURITY_PORT), at(env.CURITY_ADMIN_PORT)),
    konnect: {
      url: konnect ?? at(env.KONNECT_PORT),
      token: demo.token,
      developer: { ...demo.developer },
    },
    gateway: { url: at(env.GATEWAY_PORT), admin: at(env.GATEWAY_ADMIN_PORT) },
    upstream: env.UPSTREAM_URL ?? `http://127.0.0.1:${env.ECHO_PORT ?? fixedEchoPort}`,
    ...(env.MOCK_CONTROL_TOKEN !== undefined && { controlToken: env.MOCK_CONTROL_TOKEN }),
  }
}
