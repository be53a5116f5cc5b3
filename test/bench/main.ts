import { clientGrowth } from './client-growth.ts'
import { coldStart } from './cold-start.ts'
import { gateway } from './gateway.ts'
import { gatewayGrowth } from './gateway-growth.ts'
import { identityProvider } from './identity-provider.ts'
import { konnect } from './konnect.ts'
import { memory } from './memory.ts'
import { print, type Row } from './row.ts'
import { worlds } from './worlds.ts'

/** `npm run bench [part …]`: what the product costs, each row beside its peer in the same run. */
const parts: Record<string, () => Promise<Row[]>> = {
  start: coldStart,
  worlds,
  identity: identityProvider,
  gateway,
  konnect,
  'gateway-growth': gatewayGrowth,
  clients: clientGrowth,
  memory,
}

const wanted = process.argv.slice(2)
const rows: Row[] = []
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length === 0 || wanted.includes(name)) rows.push(...(await measure()))
}
print(rows)
