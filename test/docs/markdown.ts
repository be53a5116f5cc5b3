import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** One paper of the project. */
export interface Paper {
  /** From the root. */
  path: string
  text: string
}

export const paper = (path: string): Paper => ({ path, text: readFileSync(join(root, path), 'utf8') })

/** Every Markdown file of ours. */
export const papers = (): Paper[] =>
  globSync(['*.md', '.github/**/*.md', '*/**/*.md'], { cwd: root, exclude: ['**/node_modules/**', 'dist/**'] })
    .sort()
    .map(paper)

/** Lines of the shell blocks, without comments and blank lines. */
export function shellLines({ text }: Paper): string[] {
  return [...text.matchAll(/^```(?:sh|bash|shell)\n([\s\S]*?)^```/gm)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$|^#.*$/, '').trim())
    .filter((line) => line !== '')
}

/** Where the links of a paper lead that stay in the project: `kit/README.md#what`, code blocks aside. */
export function innerLinks({ text }: Paper): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
}

/** The anchors of a paper's headings, as GitHub makes them. */
export const anchors = ({ text }: Paper): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** A table of a paper: cells as they are written. */
export interface Table {
  header: string[]
  rows: string[][]
}

/** The first table in the section whose heading matches; empty when there is none. */
export function table({ text }: Paper, heading: RegExp): Table {
  const section = text.split(/^(?=#+ )/m).find((part) => heading.test(part.split('\n', 1)[0] ?? ''))
  const lines = (section ?? '').split('\n').filter((line) => line.startsWith('|'))
  const [header = [], , ...rows] = lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  return { header, rows }
}
