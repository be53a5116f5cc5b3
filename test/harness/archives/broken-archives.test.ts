import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostsOf } from '../../../harness/replay/places.ts'
import { readHar } from '../../../harness/replay/read-har.ts'
import { missingSecrets } from '../../../harness/replay/replay.ts'
import { startWorld } from '../../../harness/world.ts'
import { Complaints } from '../../../kit/complaints.ts'
import { chrome, chromeSanitized, firefox } from './browsers.ts'
import { customerFlow } from './customer-flow.ts'
import { charles, proxyman } from './proxies.ts'

const file = join(mkdtempSync(join(tmpdir(), 'dcr-harness-broken-')), 'broken.har')

/** Every place in a document, as a path. */
function placesIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path]
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...members.flatMap(([name, member]) => placesIn(member, [...path, name]))]
}

/** The document with another value at a place; undefined: nothing is there. */
function changed(document: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(document) as Record<string | number, unknown>
  const last = path.at(-1)
  if (last === undefined) return value
  const holder = path.slice(0, -1).reduce((at, name) => at[name] as Record<string | number, unknown>, copy)
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}

test('whatever stands in an archive, it is read or refused in words, before anything is sent', async () => {
  const flow = await customerFlow()
  const { addresses, close } = await startWorld()
  await close()
  const archives = [chrome, chromeSanitized, firefox, charles, proxyman].map((program) => program(flow))
  const planned = (document: unknown) => {
    writeFileSync(file, JSON.stringify(document) ?? '')
    const archive = readHar(file)
    const hosts = hostsOf(archive.calls, new Map(), file)
    return missingSecrets(archive, { world: { addresses }, hosts, secrets: () => undefined })
  }
  const odd = fc.constantFrom<unknown>(undefined, null, 0, -1, '', 'x', '***', '%zz', true, [], {}, [null], [[]])
  const place = fc.constantFrom(...archives).chain((archive) => {
    return fc.record({ archive: fc.constant(archive), path: fc.constantFrom(...placesIn(archive)), value: odd })
  })
  fc.assert(
    fc.property(place, ({ archive, path, value }) => {
      try {
        expect(planned(changed(archive, path, value))).toEqual(expect.any(Array))
      } catch (error) {
        if (!(error instanceof Complaints)) throw error
        expect(error.message).toContain(file)
      }
    }),
    { numRuns: 300 },
  )
})
