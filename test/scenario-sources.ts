import { readFile } from 'node:fs/promises'
import type { Scenario } from '../harness/scenario.ts'

/** What stands of each scenario in its file, by its id: from the id to that of the next one. */
export async function textsOf(scenarios: readonly Scenario[]): Promise<ReadonlyMap<string, string>> {
  const files = new Map(scenarios.map(({ file = '' }) => [file, '']))
  for (const file of files.keys()) files.set(file, await readFile(file, 'utf8'))
  return new Map(
    scenarios.map(({ id, file = '' }) => {
      const whole = files.get(file) ?? ''
      const places = scenarios.filter((other) => other.file === file).map((other) => whole.indexOf(`'${other.id}'`))
      const begin = whole.indexOf(`'${id}'`)
      return [id, whole.slice(begin, Math.min(...places.filter((at) => at > begin), whole.length))]
    }),
  )
}
