import { stringify } from 'yaml'
import { readEnv } from '../../kit/settings.ts'
import type { Addresses } from '../addresses.ts'
import { demo } from '../demo/names.ts'
import { curityAddresses } from '../start/curity.ts'
import { Environment, fixedEchoPort } from './environment.ts'

/**
 * `dcr-harness addresses`: where the servers of the demo world are by the environment that they were started with, and the credentials to
 * use there, as `run --against` reads them. For servers that run alone, each of which knows its own address only.
 */
export function printAddresses(): void {
  console.log(stringify(addressesBy(readEnv(Environment))).trimEnd())
}

function addressesBy(env: Environment): Addresses {
  const local = (port: number) => `http://127.0.0.1:${port}`
  return {
    curity: curityAddresses(env.CURITY_BASE_URL ?? local(env.CURITY_PORT), local(env.CURITY_ADMIN_PORT)),
    konnect: {
      url: env.KONNECT_BASE_URL ?? local(env.KONNECT_PORT),
      token: demo.token,
      developer: { ...demo.developer },
    },
    gateway: { url: local(env.GATEWAY_PORT), admin: local(env.GATEWAY_ADMIN_PORT) },
    upstream: env.UPSTREAM_URL ?? local(env.ECHO_PORT ?? fixedEchoPort),
    ...(env.MOCK_CONTROL_TOKEN !== undefined && { controlToken: env.MOCK_CONTROL_TOKEN }),
  }
}
