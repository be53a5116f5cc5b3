import { describe, expect } from 'vitest'
import type { MockKonnect } from '../../../mock-konnect/app.ts'
import { demo } from '../portal-world.ts'
import { comparedFiles, descriptionsPresent, type Operation, operationsOf } from '../published-api.ts'
import { answersOf } from './excuses.ts'
import { nameOf, play } from './play.ts'
import { scripts } from './scripts.ts'
import { test } from './world.ts'

// Without the published descriptions beside the project (../shared/specs/konnect) there is nothing to compare with.
describe.skipIf(!descriptionsPresent).for(comparedFiles())('%s', (file) => {
  const script = scripts[file] ?? []
  const covered = new Set(script.map(({ operation }) => operation))

  test('every operation that is served succeeds, and is refused, as described', async ({ contract }) => {
    const operations = operationsOf(file)
    const { met } = await play(contract, operations, script)
    const missing = operations
      .filter((operation) => covered.has(nameOf(operation)))
      .flatMap((operation) => {
        const seen = met.get(nameOf(operation))
        return answersOf(operation)
          .filter((status) => !seen?.has(status))
          .map((status) => `${nameOf(operation)} ${status}`)
      })
    expect(missing).toEqual([])
  })

  test('no other operation is served', async ({ konnect }) => {
    const others = operationsOf(file).filter((operation) => !covered.has(nameOf(operation)))
    const statuses = await Promise.all(
      others.map(async (operation) => [nameOf(operation), await statusOf(konnect, operation)]),
    )
    expect(statuses.filter(([, status]) => status !== 404)).toEqual([])
  })
})

const statusOf = async ({ app }: MockKonnect, { method, template }: Operation): Promise<number> => {
  const url = template.replace(/\{\w+\}/g, demo.ids.portal)
  const headers = { authorization: `Bearer ${demo.token}` }
  return (await app.inject({ method: method as 'GET', url, headers })).statusCode // one of five methods
}
