import { describe, expect } from 'vitest'
import { comparedFiles, descriptionsPresent, operationsOf } from '../published-api.ts'
import { type DescribedList, describedList } from './described-lists.ts'
import { play } from './play.ts'
import { scripts } from './scripts.ts'
import { test } from './world.ts'

/** All but `eq`, which the short form stands for wherever it is described (`konnect.md` 1.5). */
const allOperators = ['neq', 'oeq', 'contains', 'ocontains', 'lt', 'lte', 'gt', 'gte'].map(
  (operator) => `[${operator}]`,
)

// Without the published descriptions beside the project (../shared/specs/konnect) it is not known what lists take.
describe.skipIf(!descriptionsPresent).for(comparedFiles())('%s', (file) => {
  test('every list takes the sorts and the filter operators that are described, and no others', async ({
    contract,
  }) => {
    const wrong: string[] = []
    await play(contract, operationsOf(file), scripts[file] ?? [], async ({ operation, call, ask }) => {
      const list = describedList(operation)
      for (const [parameter, status] of list ? expected(list) : []) {
        const query = `${call.query ? `${call.query}&` : '?'}${parameter}`
        const answer = await ask(call, { ...call, query })
        if (answer.status !== status) wrong.push(`${status} expected: ${answer.what}`)
      }
    })
    expect(wrong).toEqual([])
  })
})

/** Query parameters, each with the status that it is answered with. */
const expected = ({ sorts, filters }: DescribedList): [parameter: string, status: number][] => {
  const sorted = sorts.flatMap((name) => [`sort=${name}`, `sort=${name}%20desc`])
  const filtered = filters.flatMap(({ name, value, operators }) =>
    operators.map((operator) => `${name}${operator}=${value}`),
  )
  const unknown = filters.flatMap(({ name, value, operators }) =>
    allOperators.filter((operator) => !operators.includes(operator)).map((operator) => `${name}${operator}=${value}`),
  )
  const answered =
    (status: number) =>
    (parameter: string): [string, number] => [parameter, status]
  return [
    ...[...sorted, ...filtered].map(answered(200)),
    ...[...(sorts.length > 0 ? ['sort=unheard_of'] : []), ...unknown].map(answered(400)),
  ]
}
