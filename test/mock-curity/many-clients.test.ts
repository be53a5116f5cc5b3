import { expect, onTestFinished, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { memoryDatabase } from '../../kit/memory-database.ts'
import type { Database, Identified, Table, TableSpec } from '../../kit/table.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { configured, registration } from './configurations.ts'
import { registrationPath, tokenPath } from './rig.ts'

/** A database that notes what is asked of which table. */
function noting(inner: Database): { database: Database; asked: () => string[] } {
  let noted: string[] = []
  const table = <Row extends Identified>(spec: TableSpec<Row>): Table<Row> =>
    new Proxy(inner.table(spec), {
      get(of, name, receiver) {
        const member = Reflect.get(of, name, receiver)
        return (...given: unknown[]) => {
          noted.push(`${spec.name}.${String(name)}`)
          return Reflect.apply(member as () => unknown, of, given as [])
        }
      },
    })
  return {
    database: { ...inner, table, onChange: inner.onChange, snapshot: inner.snapshot, restore: inner.restore },
    asked() {
      const all = [...new Set(noted)].sort()
      noted = []
      return all
    },
  }
}

test('five hundred registered clients all get tokens and are read; each is found by its id, none by looking through', async () => {
  const { database, asked } = noting(memoryDatabase())
  const { app } = await buildMockCurity({
    database,
    configuration: configured(registration({ 'non-templatized': { 'no-authentication': {} } })),
  })
  onTestFinished(() => app.close())
  const register = async () =>
    (
      await app.inject({ method: 'POST', url: registrationPath, payload: { grant_types: ['client_credentials'] } })
    ).json<Record<string, string>>()
  const token = async ({ client_id, client_secret }: Record<string, string>) => {
    const authorization = basicAuthorization(String(client_id), String(client_secret))
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
    const call = { method: 'POST', url: tokenPath, headers, payload: 'grant_type=client_credentials' } as const
    return (await app.inject(call)).statusCode
  }
  const read = async ({ registration_client_uri: uri, registration_access_token: bearer }: Record<string, string>) =>
    (await app.inject({ url: new URL(String(uri)).pathname, headers: { authorization: `Bearer ${bearer}` } }))
      .statusCode

  const clients: Record<string, string>[] = []
  for (let n = 0; n < 500; n++) clients.push(await register())
  expect(new Set(clients.map(({ client_id }) => client_id)).size).toBe(500)
  expect(asked().filter((call) => call.startsWith('dynamic_clients'))).toEqual(['dynamic_clients.insert'])

  const statuses = new Set<number>()
  for (const client of clients) statuses.add(await token(client))
  expect([...statuses]).toEqual([200])
  expect(asked().filter((call) => call.startsWith('dynamic_clients'))).toEqual(['dynamic_clients.find'])

  for (const client of clients) statuses.add(await read(client))
  expect([...statuses]).toEqual([200])
  expect(asked().filter((call) => call.startsWith('dynamic_clients'))).toEqual([
    'dynamic_clients.find',
    'dynamic_clients.replace',
  ])
})
