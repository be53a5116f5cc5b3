import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The project's folder: what `docker build` and compose work in. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** The image under test; `.ci/run` builds it. */
export const image = process.env.DCR_HARNESS_IMAGE ?? 'dcr-harness:local'

/** Why the container tests cannot run here; undefined when they can. */
export const missing = ((): string | undefined => {
  const asks = (args: string[]) => spawnSync('docker', args, { encoding: 'utf8' }).status === 0
  if (!asks(['version'])) return 'no container engine answers'
  if (!asks(['image', 'inspect', image])) return `there is no image ${image}: docker build -t ${image} .`
  return undefined
})()
