import { expect, test } from 'vitest'
import { upServing } from './served.ts'

test('up ends within a second of Ctrl-C, with connections open', async () => {
  const endTakes = async () => {
    const { addresses, end } = await upServing([])
    expect((await fetch(`${addresses.gateway.url}/orders`)).status).toBe(401)
    const asked = performance.now()
    await end('SIGINT')
    return performance.now() - asked
  }
  // What else the machine does can only add: the least of several is what an end takes.
  await expect.poll(endTakes).toBeLessThan(1000)
})
