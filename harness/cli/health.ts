import { Complaints } from '../../kit/complaints.ts'
import { nearest } from '../../kit/nearest.ts'
import { readEnv } from '../../kit/settings.ts'
import { Environment, fixedEchoPort } from './environment.ts'

/** Where each server answers for its health, by the same environment that it was started with. */
const ports: Readonly<Record<string, (env: Environment) => number>> = {
  curity: (env) => env.CURITY_PORT,
  konnect: (env) => env.KONNECT_PORT,
  gateway: (env) => env.GATEWAY_ADMIN_PORT,
  echo: (env) => env.ECHO_PORT ?? fixedEchoPort,
}

/**
 * `dcr-harness health`: asks the servers on this machine whether they serve; for health checks of containers. Exit code 1 when one does
 * not. @throws Complaints for a server that there is not
 */
export async function health(names: readonly string[]): Promise<void> {
  const known = Object.keys(ports)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) {
    const list = unknown.map((path) => ({ path, expected: `no such server${nearest(path, known)}` }))
    throw new Complaints('health', list)
  }
  const env = readEnv(Environment)
  const asked = names.length > 0 ? names : ['curity', 'konnect', 'gateway']
  for (const line of await Promise.all(asked.map((name) => unwell(name, ports[name]?.(env) ?? 0)))) {
    if (line === undefined) continue
    console.error(line)
    process.exitCode = 1
  }
}

async function unwell(name: string, port: number): Promise<string | undefined> {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/_mock/health`, { signal: AbortSignal.timeout(2000) })
    return status === 200 ? undefined : `${name} on port ${port} answered ${status}`
  } catch {
    return `${name} does not answer on port ${port}`
  }
}
