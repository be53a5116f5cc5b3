import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Puts the project's own command where `npx` looks first. npm links the commands of dependencies only; without this, `npx` in a
 * clone would install the clone into its cache and run that under the machine's own Node.
 */
export function linkCommand(root: string): void {
  const commands = join(root, 'node_modules/.bin')
  if (!existsSync(commands)) return
  const link = join(commands, 'dcr-harness')
  rmSync(link, { force: true })
  if (process.platform === 'win32') writeFileSync(`${link}.cmd`, '@node "%~dp0..\\..\\bin\\dcr-harness.js" %*\r\n')
  else symlinkSync('../../bin/dcr-harness.js', link)
}
