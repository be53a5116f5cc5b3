import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { TObject } from 'typebox'
import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { anchors, innerLinks, type Paper, paper, papers, root, shellLines, table } from './docs/markdown.ts'

const all = papers()
const servers = ['mock-curity', 'mock-konnect', 'gateway-sim']

test('every npm command that a paper prints is one', () => {
  const builtIn = ['ci', 'install', 'pack', 'start', 'test']
  const scripts = Object.keys(manifest.scripts)
  const unknown = all.flatMap(({ path, ...rest }) =>
    shellLines({ path, ...rest })
      .flatMap((line) => [...line.matchAll(/\bnpm (run )?(?:--?[\w-]+ )*([\w:-]+)/g)])
      .filter(([, run, name = '']) => !(scripts.includes(name) || (!run && builtIn.includes(name))))
      .map(([command]) => `${path}: ${command}`),
  )
  expect(unknown).toEqual([])
})

test('every dcr-harness command and option that a paper prints is one', () => {
  const top = help()
  const commands = commandsOf(top)
  const known = new Map<string, readonly string[]>()
  const optionsBy = (command: string) => {
    const options = known.get(command) ?? (commands.includes(command) ? optionsOf(help(command)) : [])
    known.set(command, options)
    return options
  }
  const unknown = all.flatMap((one) =>
    harnessCalls(one)
      .filter(([command = '', ...words]) => {
        if (command.startsWith('--')) return !optionsOf(top).includes(command)
        if (!commands.includes(command)) return true
        return words.filter((word) => word.startsWith('--')).some((word) => !optionsBy(command).includes(word))
      })
      .map((words) => `${one.path}: dcr-harness ${words.join(' ')}`),
  )
  expect(commands).toContain('up')
  expect(unknown).toEqual([])
})

test.for(servers)('%s: its switches and the table in its README are the same, defaults too', async (server) => {
  const module = (await import(`../${server}/behaviour.ts`)) as Record<string, TObject | undefined>
  const schema = Object.values(module).find((exported) => exported?.properties)
  const declared = Object.entries(schema?.properties ?? {}).map(([name, member]) => {
    return [name, bare(String(JSON.stringify((member as { default?: unknown }).default)))]
  })
  const { header, rows } = table(paper(`${server}/README.md`), /switches/i)
  const presets = header.findIndex((title) => /default/i.test(title))
  const told = rows.map((cells) => [bare(cells[0] ?? ''), bare(cells[presets] ?? 'no column of defaults')])
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(declared))
})

/** A name or a value without the marks of Markdown and JSON, and without the spaces that people put in. */
const bare = (cell: string) => cell.replace(/[`"'\s\\]/g, '')

test('every link inside the project leads somewhere', () => {
  const broken = all.flatMap((from) =>
    innerLinks(from)
      .filter((link) => !leadsSomewhere(from, link))
      .map((link) => `${from.path}: ${link}`),
  )
  expect(broken).toEqual([])
})

function leadsSomewhere(from: Paper, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? from.path : normalize(join(dirname(from.path), file))
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || (target.endsWith('.md') && anchors(paper(target)).includes(anchor))
}

test('the changelog says what comes with the next release, for users', () => {
  const { text } = paper('CHANGELOG.md')
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
  expect(headings[0]).toBe('[Unreleased]')
  expect(text).toMatch(/^## \[Unreleased\]\n\n### (Added|Changed|Deprecated|Removed|Fixed|Security)\n\n- /m)
})

test('every folder of the product has a README', () => {
  const without = [...servers, 'kit', 'harness', 'scenarios'].filter(
    (part) => !existsSync(join(root, part, 'README.md')),
  )
  expect(without).toEqual([])
})

test('the README stays under 250 lines', () => {
  expect(paper('README.md').text.split('\n').length).toBeLessThan(250)
})

/** What `dcr-harness --help`, or the help of one command, prints. */
function help(...command: string[]): string {
  const call = [join(root, 'bin/dcr-harness.js'), ...command, '--help']
  const { stdout, stderr, status } = spawnSync(process.execPath, call, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`dcr-harness ${command.join(' ')} --help failed: ${stderr}`)
  return stdout
}

const commandsOf = (text: string) =>
  [...(text.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name)

const optionsOf = (text: string): string[] => text.match(/--[a-z][a-z-]*/g) ?? []

/** The words after each `dcr-harness` in the shell blocks of a paper. */
const harnessCalls = (one: Paper): string[][] =>
  shellLines(one)
    .flatMap((line) => line.match(/(?<=\bdcr-harness(\.js)? )[^&|;]+/g) ?? [])
    .map((call) => call.trim().split(/\s+/))
