import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { beyondDescription } from '../admin-api/beyond-description.ts'
import {
  bodyMistakes,
  comparedFiles,
  descriptionsPresent,
  type Operation,
  objections,
  operationsOf,
  resolverOf,
} from '../published-api.ts'
import { allowedBy, broken } from './arbitrary.ts'
import { nameOf, play } from './play.ts'
import { scripts } from './scripts.ts'
import { type Wire, wireTo } from './wire.ts'
import { test } from './world.ts'

const seed = 20_261_126
const runs = 40

/** What may be asked of any list, rightly or wrongly. */
const query = fc.dictionary(
  fc.constantFrom(
    'page[size]',
    'page[number]',
    'page[after]',
    'size',
    'offset',
    'sort',
    'filter[name]',
    'filter[name][contains]',
    'filter[id][eq]',
    'filter[',
    'filter[a][b][c]',
    'labels',
    'unregistered',
    'force',
    'q',
  ),
  fc.oneof(
    fc.constantFrom('0', '1', '10000', '-1', '1e3', 'true', 'name', 'created_at desc', ''),
    fc.string({ maxLength: 8 }),
  ),
  { maxKeys: 2 },
)

// Without the published descriptions beside the project (../shared/specs/konnect) no request can be made from them.
describe.skipIf(!descriptionsPresent).for(comparedFiles())(`%s (seed ${seed})`, (file) => {
  const covered = new Set(scripts[file]?.map(({ operation }) => operation))
  const operations = operationsOf(file).filter(
    (operation) => covered.has(nameOf(operation)) && !operation.template.endsWith('/logout'),
  )

  test.skipIf(operations.length === 0)(
    'no request makes a 500, and every answer is one that is described',
    async ({ contract }) => {
      const created = scripts[file]?.filter(({ operation }) => !/^DELETE|logout$/.test(operation)) ?? []
      const { known } = await play(contract, operationsOf(file), created, 'without')
      const wire = await wireTo(contract, { known, script: scripts[file] ?? [] })
      for (const operation of operations.filter(({ method }) => method !== 'DELETE')) await fuzz(wire, operation)
      for (const operation of operations.filter(({ method }) => method === 'DELETE').toReversed())
        await fuzz(wire, operation)
    },
  )
})

async function fuzz(wire: Wire, operation: Operation): Promise<void> {
  const { file, body, method, template } = operation
  const allowed = body ? allowedBy(body, resolverOf(file)) : fc.constant(undefined)
  const sent = body ? fc.oneof(allowed, broken(allowed)) : allowed
  const ids = fc.constantFrom('known', 'known', 'unknown', 'odd')
  await fc.assert(
    fc.asyncProperty(sent, query, ids, async (payload, parameters, which) => {
      const { status, type, body: answer, path } = await wire.send(operation, payload, parameters, which)
      const what = `${method} ${path} ${JSON.stringify(parameters)} ${JSON.stringify(payload)} → ${status} ${JSON.stringify(answer)}`
      expect(status, what).toBeLessThan(500)
      if (status < 300) expect(bodyMistakes(operation, payload), `taken, but not described: ${what}`).toEqual([])
      if (/\/raw$/.test(template)) return
      const { undescribed, mistakes } = objections({ method, path, status, type, body: answer })
      expect(
        mistakes.filter((mistake) => !mistake.startsWith('/invalid_parameters must NOT have fewer than 1')),
        what,
      ).toEqual([])
      const mayBe =
        undescribed === undefined ||
        [400, 404].includes(status) ||
        beyondDescription.some((one) => one.test(undescribed))
      expect(mayBe || /^\w+ \/api\/.* (401|403|409)$/.test(undescribed), `${undescribed}: ${what}`).toBe(true)
    }),
    { seed, numRuns: runs },
  )
}
