import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { knownQuirks as ofGateway } from '../gateway-sim/quirks/known.ts'
import { select } from '../harness/selection.ts'
import { affects } from '../kit/releases.ts'
import { knownQuirks as ofCurity } from '../mock-curity/quirks/known.ts'
import { knownQuirks as ofKonnect } from '../mock-konnect/quirks/known.ts'
import { textsOf } from './scenario-sources.ts'

const catalogue = new URL('../../shared/reference/bug-catalogue.md', import.meta.url)
const text = await readFile(catalogue, 'utf8').catch(() => '')
/** What stands in for the catalogue where it is not: nothing is compared then. */
const absent = text === '' && `there is no ${fileURLToPath(catalogue)} to compare with`

/** The cases of the catalogue, in its order: where each is known from, and the quirks that its sketch names. */
const cases = Array.from(
  text.matchAll(/^### `([a-z0-9-]+)`.*?\n- Source \(.*?\): (.*?)\n.*?^- Reproduce: `(.*?)`$/gms),
  ([, id = '', source = '', sketch = '']) => ({ id, source, quirks: quirksIn(sketch) }),
)
const ids = cases.map(({ id }) => id)

function quirksIn(sketch: string): string[] {
  return Array.from(sketch.matchAll(/quirk\(([\w-]+)\)/g), ([, name]) => name ?? '')
}

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
  const told = shipped.filter(({ id }) => ids.includes(id))
  const silent = told.filter(({ id, refs }) => !refs.includes(`bug-catalogue ${id}`) || refs.length < 2)
  expect(silent.map(({ id }) => id)).toEqual([])
})

/** What can be looked up of a source: an issue, a release. */
const citations = (source: string) => source.match(/[\w.-]+\/[\w.-]+#\d+|\b\d+\.\d+\.\d+(?:\.\d+)?\b/g) ?? []

test('a case that was reported or mended somewhere names a report or a release of its source', ({ skip }) => {
  if (absent) skip(absent)
  const silent = cases.filter(({ id, source }) => {
    const refs = shipped.find((scenario) => scenario.id === id)?.refs.join() ?? source
    return citations(source).length > 0 && !citations(source).some((citation) => refs.includes(citation))
  })
  expect(silent.map(({ id }) => id)).toEqual([])
})

const known = [...ofGateway, ...ofCurity, ...ofKonnect]

const texts = await textsOf(shipped)

test('a case whose sketch names a quirk turns it on, by its name or by a release that has it', ({ skip }) => {
  if (absent) skip(absent)
  const named = cases.filter(({ id, quirks }) => quirks.length > 0 && shown.has(id))
  expect(named.length).toBeGreaterThan(25)
  const turned = named.map(({ id, quirks }) => {
    const own = texts.get(id) ?? ''
    const releases = Array.from(own.matchAll(/release[:(] ?'([\d.]+)'/g), ([, release]) => release ?? '')
    const isOn = (name: string) => {
      const quirk = known.find((one) => one.name === name)
      return own.includes(`'${name}'`) || (quirk && releases.some((release) => affects(quirk, release)))
    }
    return { id, off: quirks.filter((name) => !isOn(name)) }
  })
  expect(turned.filter(({ off }) => off.length > 0)).toEqual([])
})

test('every quirk that the catalogue names is known to a server', ({ skip }) => {
  if (absent) skip(absent)
  const [, list = ''] = /^Quirk names \(30\): (.*)$/m.exec(text) ?? []
  const names = Array.from(list.matchAll(/`([^`]+)`/g), ([, name]) => name ?? '')
  const all = new Set(known.map(({ name }) => name))
  expect([names.length, names.filter((name) => !all.has(name))]).toEqual([30, []])
})
