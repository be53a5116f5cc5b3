import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { select } from '../../harness/selection.ts'

const root = new URL('../../', import.meta.url)
const paper = await readFile(new URL('harness/VOCABULARY.md', root), 'utf8')
const catalogue = await readFile(new URL('../shared/reference/bug-catalogue.md', root), 'utf8').catch(() => '')
const absent = catalogue === '' && 'there is no bug catalogue beside the repository to compare with'

const spans = (text: string) => Array.from(text.matchAll(/`([^`]+)`/g), ([, span]) => span ?? '')

interface Row {
  words: string[]
  said: string[]
  shownBy: string[]
}

/** The rows of the paper: words, the code that says them, the scenarios and tests that do. */
const rows = Array.from(
  paper.matchAll(/^\| (.+?) \| (.+?) \| (.+?) \|$/gm),
  ([, word = '', said = '', shown = '']): Row => ({
    words: word.startsWith('**') ? [word.replaceAll('**', '')] : spans(word),
    said: spans(said),
    shownBy: spans(shown),
  }),
).filter(({ words }) => words.length > 0)

const shipped = await select([], fileURLToPath(new URL('scenarios/', root)))

/** The file of a scenario, or of a test. @throws Error when it is neither */
async function sourceOf(shown: string): Promise<string> {
  const file = shipped.find(({ id }) => id === shown)?.file
  return readFile(file ?? new URL(shown, root), 'utf8')
}

/** The names in a piece of code that are long enough to mean something. */
const namesIn = (code: string) => code.match(/[\w-]{3,}/g) ?? []

test('every word of the catalogue has a row', ({ skip }) => {
  if (absent) skip(absent)
  const words = spans(catalogue.slice(catalogue.indexOf('## Vocabulary used above')))
  const asked = words.filter((word) => /^(fault|net|clock|idp|kon|gw|cli|obs)\./.test(word))
  const known = rows.flatMap((row) => row.words)
  expect([asked.length, asked.filter((word) => !known.includes(word))]).toEqual([101, []])
})

test.for(rows)('$words is said as it stands', async ({ said, shownBy }) => {
  expect(shownBy).not.toEqual([])
  const shown = (await Promise.all(shownBy.map(sourceOf))).join('\n')
  const unsaid = said.filter((code) => namesIn(code).length > 0 && !namesIn(code).some((name) => shown.includes(name)))
  expect(unsaid).toEqual([])
})
