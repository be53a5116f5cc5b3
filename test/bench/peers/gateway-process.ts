// gateway-sim alone in a process, so that its CPU time is its own: a node that records, and one that does not.

import { buildGatewaySim } from '../../../gateway-sim/app.ts'
import { demo } from '../../../harness/demo/names.ts'
import { ExchangeBus } from '../../../kit/exchanges.ts'
import { serve } from '../../../kit/serve.ts'

// What the process that started this one wrote.
const { konnectUrl } = JSON.parse(process.argv[2] ?? '{}') as { konnectUrl: string }
// Both run the same compiled code: two processes differ by more than what recording costs.
const [url, silentUrl] = await Promise.all([node(1000), node(0)])
process.on('message', (asked) => {
  if (asked === 'heap') globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.(asked === 'heap' ? process.memoryUsage().heapUsed : user + system)
})
process.send?.({ url, silentUrl })

/** @param capacity how many exchanges it keeps; 0 records nothing */
async function node(capacity: number): Promise<string> {
  const { proxy, ready } = await buildGatewaySim({
    konnectUrl,
    konnectToken: demo.token,
    behaviour: { pushDelayMs: 0 },
    exchanges: new ExchangeBus({ capacity }),
  })
  const port = await serve(proxy, { host: '127.0.0.1', port: 0, who: 'gateway-sim', setting: 'port' })
  await ready()
  return `http://127.0.0.1:${port}`
}
