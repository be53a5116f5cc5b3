import { expect, test } from 'vitest'
import { junit } from '../../harness/reporters/junit.ts'
import type { ScenarioResult } from '../../harness/runner.ts'

const result = (given: Partial<ScenarioResult>): ScenarioResult => {
  const nothing = { refs: [], steps: [], refusals: [], exchanges: [], trace: { id: '', span: '' } }
  return { id: 'one', title: 'holds', outcome: 'passed', ms: 12.3, ...nothing, ...given }
}

test('tells passed, failed and skipped scenarios as JUnit XML, whatever characters they hold', () => {
  const failed = result({
    id: 'two',
    title: 'says <no> & "why"',
    outcome: 'failed',
    why: 'expected 200\u0000\nto be 401',
    steps: [{ title: 'it calls', ms: 1, outcome: 'failed', trace: { id: '', span: '' } }],
  })
  expect(junit([result({}), failed, result({ id: 'three', outcome: 'skipped', why: 'needs levers' })])).toBe(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<testsuites>',
      '  <testsuite name="dcr-harness" tests="3" failures="1" errors="0" skipped="1" time="0.037">',
      '    <testcase classname="one" name="holds" time="0.012"></testcase>',
      '    <testcase classname="two" name="says &#60;no&#62; &#38; &#34;why&#34;" time="0.012"><failure message="expected 200">failed: it calls',
      'expected 200',
      'to be 401</failure></testcase>',
      '    <testcase classname="three" name="holds" time="0.012"><skipped message="needs levers"/></testcase>',
      '  </testsuite>',
      '</testsuites>',
    ].join('\n'),
  )
})
