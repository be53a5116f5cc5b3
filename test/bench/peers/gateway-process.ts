// gateway-sim alone in a process, so that its CPU time is its own.

import { buildGatewaySim } from '../../../gateway-sim/app.ts'
import { demo } from '../../../harness/demo/names.ts'
import { ExchangeBus } from '../../../kit/exchanges.ts'
import { serve } from '../../../kit/serve.ts'

interface Settings {
  konnectUrl: string
  /** How many exchanges it keeps; 0 records nothing. */
  kept?: number
}

// What the process that started this one wrote.
const { konnectUrl, kept } = JSON.parse(process.argv[2] ?? '{}') as Settings
const { proxy, ready } = await buildGatewaySim({
  konnectUrl,
  konnectToken: demo.token,
  behaviour: { pushDelayMs: 0 },
  ...(kept !== undefined && { exchanges: new ExchangeBus({ capacity: kept }) }),
})
const port = await serve(proxy, { host: '127.0.0.1', port: 0, who: 'gateway-sim', setting: 'port' })
await ready()
process.on('message', (asked) => {
  if (asked === 'heap') globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.(asked === 'heap' ? process.memoryUsage().heapUsed : user + system)
})
process.send?.({ url: `http://127.0.0.1:${port}` })
