import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { paper, root } from '../docs/markdown.ts'
import { table } from './decisions/table.ts'

const text = paper('gateway-sim/EVIDENCE.md').text
/** Cells of every table row: what the sheet says, the state, what shows it. */
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) => line.slice(2, -2).split(' | '))
  .filter(([, state]) => state !== 'state')
const shown = rows.map(([, , by = '']) => by)
const folder = join(root, 'test/gateway-sim')
const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'))
const isFile = (name: string) => existsSync(join(name.includes('/') ? root : folder, `${name}.test.ts`))
const named = (by: string) => Array.from(by.matchAll(/`([\w/-]+)`/g), ([, name = '']) => name)

test('every section of the sheet that a node is about has its table', () => {
  const sections = Array.from(text.matchAll(/^## (\d+) /gm), ([, number]) => Number(number))
  expect(sections).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
})

test('every line has a state, and what shows it; a gap has its reason', () => {
  const states = rows.map(([, state = '']) => state)
  expect(states.filter((state) => !/^(done|switch `\w+`|gap: ..)/.test(state))).toEqual([])
  expect(rows.filter((cells) => cells.length !== 3)).toEqual([])
})

test('every test that is named exists, and every test of the folder is named', () => {
  const tests = shown.flatMap((by) => named(by.replace(/(?:quirk )?scenario `[\w-]+`/g, '')))
  expect(tests.filter((name) => !isFile(name))).toEqual([])
  const unnamed = files.map((name) => name.replace('.test.ts', '')).filter((name) => !tests.includes(name))
  expect(unnamed).toEqual(['evidence'])
})

test('every scenario that is named exists', async () => {
  const { select } = await import('../../harness/selection.ts')
  const ids = new Set((await select([], join(root, 'scenarios'))).map(({ id }) => id))
  const named = shown.flatMap((by) => Array.from(by.matchAll(/scenario `([\w-]+)`/g), ([, id = '']) => id))
  expect(named.filter((id) => !ids.has(id))).toEqual([])
})

test('every row that is named is in the decision table', () => {
  const known = new Set(table.map(({ row }) => row))
  const wanted = shown.flatMap((by) => Array.from(by.matchAll(/\brow (\d+[a-z]?)/g), ([, row = '']) => row))
  expect(wanted.filter((row) => !known.has(row))).toEqual([])
})
