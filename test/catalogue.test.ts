import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { knownQuirks as ofGateway } from '../gateway-sim/quirks/known.ts'
import { select } from '../harness/selection.ts'
import { knownQuirks as ofCurity } from '../mock-curity/quirks/known.ts'
import { knownQuirks as ofKonnect } from '../mock-konnect/quirks/known.ts'

const catalogue = new URL('../../shared/reference/bug-catalogue.md', import.meta.url)
const text = await readFile(catalogue, 'utf8').catch(() => '')
/** What stands in for the catalogue where it is not: nothing is compared then. */
const absent = text === '' && `there is no ${fileURLToPath(catalogue)} to compare with`

/** Case ids of the catalogue, in its order. */
const ids = Array.from(text.matchAll(/^### `([a-z0-9-]+)`/gm), ([, id]) => id ?? '')
const shipped = await select([], fileURLToPath(new URL('../scenarios/', import.meta.url)))
const shown = new Set(shipped.map(({ id }) => id))

/** Cases without a scenario, each with the reason. */
const exceptions: Readonly<Record<string, string>> = {}

test('the catalogue has its 120 cases', ({ skip }) => {
  if (absent) skip(absent)
  expect([ids.length, new Set(ids).size]).toEqual([120, 120])
})

test('every case has a scenario with its id, or a reason why not', ({ skip }) => {
  if (absent) skip(absent)
  expect(ids.filter((id) => !shown.has(id) && !(id in exceptions))).toEqual([])
})

test('no exception stays when its scenario has come, or its case is gone', ({ skip }) => {
  if (absent) skip(absent)
  expect(Object.keys(exceptions).filter((id) => shown.has(id) || !ids.includes(id))).toEqual([])
})

test('every scenario of a case says which one it is, and where it is known from', ({ skip }) => {
  if (absent) skip(absent)
  const cases = shipped.filter(({ id }) => ids.includes(id))
  const silent = cases.filter(({ id, refs }) => !refs.includes(`bug-catalogue ${id}`) || refs.length < 2)
  expect(silent.map(({ id }) => id)).toEqual([])
})

test('every quirk that the catalogue names is known to a server', ({ skip }) => {
  if (absent) skip(absent)
  const [, list = ''] = /^Quirk names \(30\): (.*)$/m.exec(text) ?? []
  const names = Array.from(list.matchAll(/`([^`]+)`/g), ([, name]) => name ?? '')
  const known = new Set([...ofGateway, ...ofCurity, ...ofKonnect].map(({ name }) => name))
  expect([names.length, names.filter((name) => !known.has(name))]).toEqual([30, []])
})
