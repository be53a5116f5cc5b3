import { asText, transcriptOf } from '../../kit/transcript.ts'
import type { ScenarioResult } from '../runner.ts'

/** The run as JUnit XML, one test case per scenario, as CI systems read it. Times in seconds. */
export function junit(results: readonly ScenarioResult[]): string {
  const count = (outcome: ScenarioResult['outcome']) => results.filter((result) => result.outcome === outcome).length
  const seconds = (ms: number) => (ms / 1000).toFixed(3)
  const total = results.reduce((sum, { ms }) => sum + ms, 0)
  const attributes = `name="dcr-harness" tests="${results.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}" time="${seconds(total)}"`
  const cases = results.map((result) => {
    const { id, title, ms, file } = result
    return `    <testcase classname="${escaped(id)}" name="${escaped(title)}" time="${seconds(ms)}"${file === undefined ? '' : ` file="${escaped(file)}"`}>${outcome(result)}</testcase>`
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite ${attributes}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n')
}

function outcome({ outcome, why = '', steps, refusals, exchanges, dropped, drift = [] }: ScenarioResult): string {
  if (outcome === 'passed') return driftOut(drift)
  if (outcome === 'skipped') return `<skipped message="${escaped(why)}"/>`
  const told = [
    ...steps.map((step) => `${step.outcome}: ${step.title}`),
    why,
    ...refusals.map(({ server, route, response, reason }) => {
      return `${server} ${route} → ${response.status} ${reason?.code}: ${reason?.advice}`
    }),
  ].join('\n')
  const calls = exchanges.length > 0 ? asText(transcriptOf(exchanges), dropped) : ''
  const transcript = calls === '' ? '' : `<system-out>${escaped(calls)}</system-out>`
  return `<failure message="${escaped(why.split('\n')[0] ?? '')}">${escaped(told)}</failure>${transcript}`
}

/** Where servers elsewhere answer otherwise than the mocks. */
function driftOut(drift: NonNullable<ScenarioResult['drift']>): string {
  const lines = drift.map(
    ({ call, where, expected, actual }) => `${call} ${where}: the mock ${expected}, here ${actual}`,
  )
  return lines.length === 0 ? '' : `<system-out>${escaped(lines.join('\n'))}</system-out>`
}

/** Text for XML 1.0: the five named characters escaped, characters that XML cannot hold left out. */
const escaped = (text: string) =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
