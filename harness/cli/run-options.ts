import { existsSync, statSync } from 'node:fs'
import { Complaints } from '../../kit/complaints.ts'
import type { Complaint } from '../../kit/validation.ts'
import type { Narrowing } from '../selection.ts'

/** What the command line says of a run, as commander gives it. */
export interface RunOptions {
  against?: string
  reporter?: string[]
  output?: string
  json?: boolean
  har?: string
  transcript?: 'text' | 'mermaid' | 'json'
  otlp?: string
  tag?: string[]
  grep?: string
  bail?: boolean
  shard?: string
  parallel?: string
  timeout?: string
  watch?: boolean
  drift?: boolean
  list?: boolean
}

const reporterKinds = ['pretty', 'junit', 'html', 'json'] as const
export type ReporterKind = (typeof reporterKinds)[number]

/** The same, understood. */
export interface RunPlan extends Narrowing {
  reporters: readonly ReporterKind[]
  parallel: number
  limitMs: number
}

/** @throws Complaints listing everything that is wrong with the options */
export function planOf(options: RunOptions): RunPlan {
  const wrong: Complaint[] = []
  const complain = (path: string, expected: string) => {
    wrong.push({ path, expected })
    return undefined
  }
  const reporters = reportersOf(options, complain)
  const grep = options.grep === undefined ? undefined : patternOf(options.grep, complain)
  const shard = options.shard === undefined ? undefined : shardOf(options.shard, complain)
  const parallel = countOf('--parallel', options.parallel ?? (options.against === undefined ? '4' : '1'), complain) ?? 1
  const limit = countOf('--timeout', options.timeout ?? '30', complain) ?? 30
  if (options.against !== undefined && parallel > 1) {
    complain('--parallel', 'needs a world for each scenario; with --against all share one')
  }
  if (options.drift && options.against === undefined) {
    complain('--drift', 'compares the servers of --against FILE with the mocks; name that file')
  }
  if (options.otlp !== undefined && !/^https?:/.test(options.otlp)) complain('--otlp', 'must be an http or https URL')
  if (wrong.length > 0) throw new Complaints('run', wrong)
  return {
    reporters,
    parallel,
    limitMs: limit * 1000,
    tags: options.tag ?? [],
    ...(grep && { grep }),
    ...(shard && { shard }),
  }
}

type Complain = (path: string, expected: string) => undefined

function reportersOf({ reporter = [], json, output }: RunOptions, complain: Complain): ReporterKind[] {
  const named = [...reporter.flatMap((each) => each.split(',')), ...(json ? ['json'] : [])]
  const kinds = reporterKinds.filter((kind) => named.includes(kind))
  const unknown = named.filter((name) => !reporterKinds.some((kind) => kind === name))
  for (const name of unknown) complain('--reporter', `no reporter "${name}"; there are ${reporterKinds.join(', ')}`)
  const documents = kinds.filter((kind) => kind !== 'pretty')
  if (output === undefined && documents.length + (kinds.includes('pretty') ? 1 : 0) > 1) {
    complain('--output', 'several reporters need a place for their files: --output FOLDER/')
  }
  if (output !== undefined && documents.length === 0) {
    complain('--output', 'is for junit, html or json; pretty is printed')
  }
  if (output !== undefined && documents.length > 1 && existsSync(output) && !statSync(output).isDirectory()) {
    complain('--output', `${output} is a file, and several reporters need a folder`)
  }
  return kinds.length === 0 ? ['pretty'] : kinds
}

function patternOf(text: string, complain: Complain): RegExp | undefined {
  try {
    return new RegExp(text, 'i')
  } catch (error) {
    return complain('--grep', (error as Error).message)
  }
}

function shardOf(text: string, complain: Complain): { index: number; of: number } | undefined {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? []
  if (!index || !of || index > of) return complain('--shard', 'must be i/n with i from 1 to n')
  return { index, of }
}

function countOf(option: string, text: string, complain: Complain): number | undefined {
  const count = Number(text)
  return Number.isInteger(count) && count > 0 ? count : complain(option, 'must be a whole number from 1')
}
