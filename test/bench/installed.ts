import { cpSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** For the environment of a server that is to disturb no other. */
export const freePorts = {
  CURITY_PORT: '0',
  CURITY_ADMIN_PORT: '0',
  KONNECT_PORT: '0',
  GATEWAY_PORT: '0',
  GATEWAY_ADMIN_PORT: '0',
  ECHO_PORT: '0',
}

/** The files of the package in a folder of their own, so that the launcher takes the bundle and not the sources. */
export function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-bench-'))
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}
