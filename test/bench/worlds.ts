import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startWorld, type World } from '../../harness/world.ts'
import { below, median, type Row } from './row.ts'

const processes = 7

/** Starting worlds in a process of their own, after the import, and the whole flow on a warm world. */
export async function worlds(): Promise<Row[]> {
  const starts = Array.from({ length: processes }, twoWorlds)
  const world = await startWorld()
  const flows: number[] = []
  for (let n = 0; n < 60; n++) flows.push(await timed(() => flow(world, n)))
  await world.close()
  return [
    below('startWorld(), first (median of 7 processes)', 'ms', median(starts.map(([first]) => first)), 100),
    below('startWorld(), second (median of 7 processes)', 'ms', median(starts.map(([, second]) => second)), 25),
    below('whole flow, warm (median of the last 50)', 'ms', median(flows.slice(10)), 20),
  ]
}

function twoWorlds(): [first: number, second: number] {
  const { stdout } = spawnSync(process.execPath, [fileURLToPath(new URL('./peers/two-worlds.mjs', import.meta.url))])
  const [first, second] = JSON.parse(String(stdout)) as number[]
  return [first ?? Number.NaN, second ?? Number.NaN]
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await act()
  return performance.now() - started
}

/** Create an application → registered → credentials → 200 at the gateway. */
async function flow({ portal, gateway }: World, n: number): Promise<void> {
  const application = await portal.createApplication({ name: `flow ${n}` })
  await portal.register(application)
  const { status } = await gateway.get('/orders', { basic: application })
  if (status !== 200) throw new Error(`the gateway answered ${status}`)
}
