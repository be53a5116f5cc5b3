// gateway-sim alone in a process, so that its CPU time is its own.

import { buildGatewaySim } from '../../../gateway-sim/app.ts'
import { demo } from '../../../harness/demo/names.ts'
import { serve } from '../../../kit/serve.ts'

const { konnectUrl } = JSON.parse(process.argv[2] ?? '{}') as { konnectUrl: string }
const { proxy, ready } = await buildGatewaySim({ konnectUrl, konnectToken: demo.token, behaviour: { pushDelayMs: 0 } })
const port = await serve(proxy, { host: '127.0.0.1', port: 0, who: 'gateway-sim', setting: 'port' })
await ready()
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.send?.({ url: `http://127.0.0.1:${port}` })
