// Run by npm's `prepare`: after an install, before a pack. Plain JavaScript that Node 18 can read, since this may run where nothing of
// the project is installed yet: `npx dcr-harness` before `npm ci`, or `npm ci --omit=dev`. A prepare that fails there leaves npx with a
// broken cache for good; so it builds nothing and says so, unless what is packed needs it.
import { existsSync } from 'node:fs'

const installed = existsSync(new URL('../node_modules/rolldown', import.meta.url))
const [major, minor] = process.versions.node.split('.').map(Number)
const canRun = major > 22 || (major === 22 && minor >= 18)

if (installed && canRun) await import('./build.ts')
else if (['pack', 'publish'].includes(process.env.npm_command)) {
  console.error('dcr-harness: nothing to pack; run `npm ci` first')
  process.exitCode = 1
} else console.log('dcr-harness: nothing built, since the development dependencies are not installed')
