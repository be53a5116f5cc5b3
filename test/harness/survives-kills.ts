import { expect } from 'vitest'
import { connectWorld, type World } from '../../harness/world.ts'
import { upServing } from './served.ts'

interface State {
  tables: {
    applications: { id: string; name: string; client_id: string }[]
    orphans: { certainty: string; client_name: string }[]
    dynamic_clients: { id: string }[]
  }
}

const stateOf = async ({ levers }: World) => ({
  konnect: ((await levers.state('konnect')) as State).tables,
  curity: ((await levers.state('curity')) as State).tables,
})

/**
 * Kills `up` three times amid creations, and expects of the start after the last: what was acknowledged is there and works, what was not is
 * whole or noted.
 * @param store the options and the environment of its store
 */
export async function survivesKills(store: readonly string[], env: Record<string, string> = {}): Promise<void> {
  let served = await upServing(store, env)
  const acknowledged: { name: string; clientId: string; clientSecret: string }[] = []
  for (const round of [1, 2, 3]) {
    const world = await connectWorld(served.addresses)
    await world.portal.signIn()
    let answered = 0
    const creations = Array.from({ length: 40 }, async (_, at) => {
      acknowledged.push(await world.portal.createApplication({ name: `round ${round} ${at}` }))
      // Somewhere amid the burst, at another place each time.
      if (++answered === round * 11) await served.end('SIGKILL')
    })
    await Promise.allSettled(creations)
    await world.close()
    served = await upServing(store, served.env)
  }

  const world = await connectWorld(served.addresses)
  const { konnect, curity } = await stateOf(world)
  const shown = new Map(konnect.applications.map((application) => [application.name, application.client_id]))
  expect(acknowledged.length).toBeGreaterThanOrEqual(11 + 22 + 33)
  for (const { name, clientId } of acknowledged) expect([name, shown.get(name)]).toEqual([name, clientId])
  for (const application of acknowledged)
    expect((await world.curity.clientCredentials(application)).access_token).toBeTruthy()

  const clients = new Set(curity.dynamic_clients.map(({ id }) => id))
  expect([...shown.values()].filter((id) => !clients.has(id))).toEqual([])
  const alone = [...clients].filter((id) => ![...shown.values()].includes(id))
  const noted = konnect.orphans.filter(({ certainty }) => certainty !== 'under-way')
  expect(noted.length).toBeGreaterThanOrEqual(alone.length)
  await world.close()
  await served.end('SIGTERM')
}
