import { startWorld, type World } from '../../harness/world.ts'
import { below, median, type Row } from './row.ts'

/** Starting worlds in this process after import, and the whole flow on a warm one. */
export async function worlds(): Promise<Row[]> {
  const [first, one] = await timed(() => startWorld())
  const [second, other] = await timed(() => startWorld())
  await other.close()
  const flows: number[] = []
  for (let n = 0; n < 60; n++) flows.push((await timed(() => flow(one, n)))[0])
  await one.close()
  return [
    below('startWorld(), first', 'ms', first, 100),
    below('startWorld(), second', 'ms', second, 25),
    below('whole flow, warm (median of the last 50)', 'ms', median(flows.slice(10)), 20),
  ]
}

async function timed<T>(act: () => Promise<T>): Promise<[ms: number, value: T]> {
  const started = performance.now()
  const value = await act()
  return [performance.now() - started, value]
}

/** Create an application → registered → credentials → 200 at the gateway. */
async function flow({ portal, gateway }: World, n: number): Promise<void> {
  const application = await portal.createApplication({ name: `flow ${n}` })
  await portal.register(application)
  const { status } = await gateway.get('/orders', { basic: application })
  if (status !== 200) throw new Error(`the gateway answered ${status}`)
}
