import { comparedFiles, operationsOf } from '../published-api.ts'
import { nameOf } from './play.ts'
import { scripts } from './scripts.ts'

/** How much of one description is served. */
export interface Coverage {
  file: string
  covered: number
  described: number
}

/** Operations covered and described, by description. */
export const coverage = (): Coverage[] =>
  comparedFiles().map((file) => {
    const covered = new Set(scripts[file]?.map(({ operation }) => operation))
    const described = operationsOf(file).map(nameOf)
    return { file, covered: described.filter((name) => covered.has(name)).length, described: described.length }
  })

/** All descriptions as one. */
export const total = (rows: readonly Coverage[]): Coverage => ({
  file: 'all',
  covered: rows.reduce((sum, { covered }) => sum + covered, 0),
  described: rows.reduce((sum, { described }) => sum + described, 0),
})
