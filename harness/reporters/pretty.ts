import { asText, transcriptOf } from '../../kit/transcript.ts'
import type { ScenarioResult } from '../runner.ts'
import { paint } from './paint.ts'

const marks = { passed: paint('green', '✓'), failed: paint('red', '✗'), skipped: paint('yellow', '–') }

/** One scenario: a line, and for a failure what was done, what went wrong and who refused what. */
export function describe(result: ScenarioResult): string {
  const { id, title, outcome, ms, why } = result
  const line = `${marks[outcome]} ${id}  ${paint('dim', title)}  ${Math.round(ms)} ms`
  if (outcome === 'passed') return [line, ...driftLines(result)].join('\n')
  if (outcome === 'skipped') return `${line}\n    skipped: ${why}`
  const steps = result.steps.map((step) => `    ${step.outcome === 'done' ? marks.passed : marks.failed} ${step.title}`)
  const calls = asText(transcriptOf(result.exchanges), result.dropped)
    .split('\n')
    .filter((text) => text !== '')
  const told = [...(why ?? '').split('\n'), ...(calls.length > 0 ? ['', ...calls] : [])]
  return [line, ...steps, ...told.map((text) => `    ${text}`), ...driftLines(result)].join('\n')
}

/** Where servers elsewhere answer otherwise than the mocks. */
const driftLines = ({ drift = [] }: ScenarioResult): string[] =>
  drift.map(({ call, where, expected, actual }) => `    ${call}  ${where}: the mock ${expected}, here ${actual}`)

/** The last line: `12 passed, 1 failed, 2 skipped (of 15)`. */
export function summary(results: readonly ScenarioResult[]): string {
  const count = (outcome: ScenarioResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  const skipped = count('skipped')
  const drift = results.reduce((sum, { drift = [] }) => sum + drift.length, 0)
  const told = [
    `${count('passed')} passed`,
    `${count('failed')} failed`,
    ...(skipped ? [`${skipped} skipped`] : []),
    ...(drift ? [`${drift} differences from the mocks`] : []),
  ]
  return told.join(', ')
}
