import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

interface Manifest {
  name: string
  version: string
  license?: string
}

/** Writes `dist/THIRD-PARTY-NOTICES.txt`: name, version and licence text of every package that `files` come from. */
export async function writeNotices(root: string, files: readonly string[]): Promise<void> {
  const folders = [...new Set(files.map(packageFolder).filter((folder) => folder !== undefined))].sort()
  const notices = folders.map(noticeOf)
  const head = 'The files of this package contain code of the following packages.\n'
  await writeFile(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`))
}

/** The folder of the innermost package that holds `file`; undefined for files that are ours. */
function packageFolder(file: string): string | undefined {
  const at = file.lastIndexOf(`${sep}node_modules${sep}`)
  if (at < 0) return undefined
  const start = at + `${sep}node_modules${sep}`.length
  const names = file.slice(start).split(sep)
  return file.slice(0, start) + names.slice(0, names[0]?.startsWith('@') ? 2 : 1).join(sep)
}

function noticeOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest // npm wrote it
  const { name, version, license = 'see below' } = manifest
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file) && existsSync(join(folder, file)))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return `${name} ${version} (${license})\n\n${texts.join('\n\n') || `The package names its licence, ${license}, and ships no text of it.`}\n`
}
