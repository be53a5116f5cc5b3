import { existsSync, globSync, statSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Complaints } from '../kit/complaints.ts'
import { nearest } from '../kit/nearest.ts'
import type { Complaint } from '../kit/validation.ts'
import type { Scenario } from './scenario.ts'

/**
 * The scenarios that a call names: files and folders by path, the shipped ones by id or tag, all shipped ones when none is named.
 * @param names what stood on the command line
 * @param shipped the folder of the scenarios that come with the package
 * @throws Complaints listing every name that is nothing, and every file that holds no scenario
 */
export async function select(names: readonly string[], shipped: string): Promise<Scenario[]> {
  const wrong: Complaint[] = []
  const own = names.length > 0 && names.every(looksLikeFile)
  const catalogue = own ? [] : await loadAll(scenarioFiles(shipped), wrong)
  const chosen: Scenario[] = names.length === 0 ? [...catalogue] : []
  for (const name of names) {
    if (looksLikeFile(name)) {
      chosen.push(...(await loadAll(filesAt(name, wrong), wrong)))
      continue
    }
    const found = catalogue.filter(({ id, tags = [] }) => id === name || tags.includes(name))
    if (found.length === 0) wrong.push({ path: name, expected: `no such scenario${nearest(name, known(catalogue))}` })
    chosen.push(...found)
  }
  const unique = chosen.filter((one, at) => chosen.findIndex((other) => isSame(one, other)) === at)
  wrong.push(...doubles(unique))
  if (wrong.length) throw new Complaints('scenarios', wrong)
  return unique
}

/** What of a selection runs. */
export interface Narrowing {
  /** Scenarios with all of these tags. */
  tags?: readonly string[]
  /** Scenarios whose id or title this finds. */
  grep?: RegExp
  /** The `index`-th of `of` parts, from 1. */
  shard?: { index: number; of: number }
}

/** The scenarios that run. Shards part what is left after tags and names, each with every `of`-th. */
export function narrowed(scenarios: readonly Scenario[], { tags = [], grep, shard }: Narrowing): Scenario[] {
  return scenarios
    .filter((scenario) => tags.every((tag) => scenario.tags?.includes(tag)))
    .filter(({ id, title }) => !grep || grep.test(id) || grep.test(title))
    .filter((_, at) => !shard || at % shard.of === shard.index - 1)
}

const looksLikeFile = (name: string) => name.includes(sep) || /\.[cm]?[jt]s$/.test(name) || existsSync(name)

function filesAt(name: string, wrong: Complaint[]): string[] {
  if (!existsSync(name)) wrong.push({ path: name, expected: 'no such file' })
  else if (!statSync(name).isDirectory()) return [resolve(name)]
  else return scenarioFiles(resolve(name))
  return []
}

/** Scenario files below a folder. What scenarios share stands in folders named `steps`. */
const scenarioFiles = (folder: string) =>
  globSync('**/*.{ts,js,mts,mjs}', { cwd: folder })
    .filter((file) => !file.endsWith('.d.ts') && !file.split(sep).includes('steps'))
    .sort()
    .map((file) => resolve(folder, file))

async function loadAll(files: readonly string[], wrong: Complaint[]): Promise<Scenario[]> {
  return (await Promise.all(files.map((file) => load(file, wrong)))).flat()
}

/** A file holds one scenario, or several that belong together. */
async function load(file: string, wrong: Complaint[]): Promise<Scenario[]> {
  try {
    const { default: found } = (await import(pathToFileURL(file).href)) as { default?: unknown }
    const list: unknown[] = Array.isArray(found) ? found : [found]
    const place = relative('.', file)
    if (list.length > 0 && list.every(isScenario)) return list.map((scenario) => ({ ...scenario, file: place }))
    wrong.push({
      path: file,
      expected:
        'must export a scenario by default, or a list of them: export default scenario({ id, title, refs, run })',
    })
  } catch (error) {
    wrong.push({ path: file, expected: `cannot be loaded: ${firstLines(error)}` })
  }
  return []
}

function isScenario(found: unknown): found is Scenario {
  const { id, title, refs, run } = (found ?? {}) as Partial<Scenario>
  return typeof id === 'string' && typeof title === 'string' && Array.isArray(refs) && typeof run === 'function'
}

const firstLines = (error: unknown) => {
  const { message, stack } = error as Error
  // A syntax error's own place stands in the first line of its stack.
  return stack?.startsWith('file:') || stack?.startsWith('/') ? stack.split('\n').slice(0, 5).join('\n    ') : message
}

const known = (catalogue: readonly Scenario[]) => [...new Set(catalogue.flatMap(({ id, tags = [] }) => [id, ...tags]))]

/** A file that is named twice is read once by Node, so that its scenarios are the same ones. */
const isSame = (one: Scenario, other: Scenario) =>
  one.file === other.file && one.id === other.id && one.run === other.run

const doubles = (chosen: readonly Scenario[]): Complaint[] =>
  chosen
    .filter(({ id }, at) => chosen.findIndex((other) => other.id === id) < at)
    .map(({ id }) => ({ path: id, expected: 'two different scenarios have this id' }))
