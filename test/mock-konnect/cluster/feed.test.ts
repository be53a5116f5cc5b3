import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { manualClock } from '../../../kit/clock.ts'
import { memoryDatabase } from '../../../kit/memory-database.ts'
import type { Database } from '../../../kit/table.ts'
import { configurationFeed } from '../../../mock-konnect/cluster/feed.ts'
import { answerListener } from '../../../mock-konnect/cluster/listener.ts'
import type { Application } from '../../../mock-konnect/model/application.ts'
import type { ControlPlane } from '../../../mock-konnect/model/control-plane.ts'
import { modelOf } from '../../../mock-konnect/model/model.ts'

const times = { created_at: '2026-01-01T00:00:00.000Z', updated_at: '2026-01-01T00:00:00.000Z' }
const controlPlane: ControlPlane = {
  ...{ id: 'cp', ...times, name: 'default', description: null, labels: {}, cluster_type: 'C', auth_type: 'A' },
  ...{ cloud_gateway: false, proxy_urls: [] },
}
const application = (id: string): Application => ({
  ...{ id, ...times, portal_id: 'p', developer_id: 'd', name: id, description: null, redirect_uri: null, labels: {} },
  ...{
    auth_strategy_id: 's',
    client_id: `client of ${id}`,
    reference_id: null,
    scopes: [],
    team_id: null,
    dcr_client: null,
  },
})

async function feedOver(database: Database) {
  const model = modelOf(database)
  const feed = configurationFeed({ model, database, clock: manualClock(), organizationId: 'o' })
  await model.controlPlanes.insert(controlPlane)
  const lines: string[] = []
  await feed.listen(controlPlane, { write: (line) => void lines.push(line), end() {} })
  return { model, feed, lines }
}

/** A memory database that writes down which tables were read as a whole. */
function watchedDatabase(): Database & { walked: string[] } {
  const database = memoryDatabase()
  const walked: string[] = []
  return {
    ...database,
    walked,
    table(spec) {
      const table = database.table(spec)
      const all = table.all.bind(table)
      table.all = () => {
        walked.push(spec.name)
        return all()
      }
      return table
    },
  }
}

test('an application that changes costs no walk over the others', async () => {
  const database = watchedDatabase()
  const { model, feed } = await feedOver(database)
  database.walked.length = 0
  await model.applications.insert(application('a'))
  await feed.position('cp')
  expect(database.walked).toEqual(['control_planes'])
})

test('changes of one turn make one line', async () => {
  const { model, feed, lines } = await feedOver(memoryDatabase())
  for (const id of ['a', 'b', 'c']) await model.applications.insert(application(id))
  await model.applications.remove('b')
  await feed.position('cp')
  const [, delta, ...others] = lines.map((line) => JSON.parse(line))
  expect(others).toEqual([])
  expect(delta.set.applications.map(({ id }: { id: string }) => id)).toEqual(['a', 'c'])
  expect(delta.removed).toEqual({ applications: ['b'] })
})

test('a change is told without anybody asking', async () => {
  const { model, lines } = await feedOver(memoryDatabase())
  await model.applications.insert(application('a'))
  await expect.poll(() => lines.length).toBe(2)
})

test('a reader that does not read is dropped', async () => {
  const answer = new ServerResponse(new IncomingMessage(new Socket()))
  const listener = answerListener(answer)
  for (let line = 0; line <= 1000; line++) listener.write('{"type":"ping"}\n')
  expect(answer.destroyed).toBe(true)
  listener.write('nobody hears this\n')
})

test('who listens is told every 30 s where the configuration stands', async ({ onTestFinished }) => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const { lines, feed } = await feedOver(memoryDatabase())
  vi.advanceTimersByTime(60_000)
  const { version, hash } = await feed.position('cp')
  expect(lines.slice(1).map((line) => JSON.parse(line))).toEqual(Array(2).fill({ type: 'ping', version, hash }))
  feed.close()
  expect(vi.getTimerCount()).toBe(0)
})
