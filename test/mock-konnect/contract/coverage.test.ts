import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { paper, root, table } from '../../docs/markdown.ts'
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

test('every row of the sheet names tests that are there, and a gap or none', () => {
  const { header, rows } = table(paper('mock-konnect/README.md'), /^#+ The sheet, row by row/)
  expect(header).toEqual(['section', 'done', 'by switch', 'gap, and why', 'shown by'])
  const named = rows.flatMap(([section = '', done, , gap, shown = '']) => {
    expect([done, gap], section).not.toContain('')
    return Array.from(shown.matchAll(/`([^`]+)`/g), ([, name = '']) => name)
  })
  const found = (name: string) => globSync(join(root, 'test/mock-konnect', `${name}.test.ts`)).length > 0
  expect(named.filter((name) => !found(name))).toEqual([])
  const sections = rows.flatMap(([section = '']) => /^(\d+)/.exec(section)?.[1] ?? [])
  expect([...new Set(sections)]).toEqual(Array.from({ length: 19 }, (_, n) => String(n + 1)))
})
