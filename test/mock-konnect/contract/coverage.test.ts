import { expect, test } from 'vitest'
import { paper, table } from '../../docs/markdown.ts'
import { descriptionsPresent } from '../published-api.ts'
import { coverage, total } from './coverage.ts'

// Without the published descriptions beside the project (../shared/specs/konnect) there is nothing to count.
test.skipIf(!descriptionsPresent)('the READMEs tell how much of each published description is served', () => {
  const rows = coverage()
  const all = total(rows)
  console.table([...rows, all])
  const told = table(paper('mock-konnect/README.md'), /^#+ Coverage/).rows
  expect(told).toEqual(
    [...rows, all].map(({ file, covered, described }) => [
      file === 'all' ? 'all' : `\`${file}\``,
      String(covered),
      String(described),
    ]),
  )
  expect(paper('README.md').text).toContain(`${all.covered} of the ${all.described} operations`)
})
