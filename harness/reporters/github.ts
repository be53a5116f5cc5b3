import { basename } from 'node:path'
import type { ScenarioResult } from '../runner.ts'

/** Failures as GitHub's workflow commands, which a job's log shows as annotations at the scenario's file, and its line where that is known. */
export const githubAnnotations = (results: readonly ScenarioResult[]): string[] =>
  results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id, title, file, why = '' }) => {
      const line = file === undefined ? undefined : lineOf(file, why)
      const place =
        file === undefined ? [] : [`file=${property(file)}`, ...(line === undefined ? [] : [`line=${line}`])]
      const properties = [...place, `title=${property(id)}`]
      return `::error ${properties.join(',')}::${data(`${title}\n${why}`)}`
    })

/** The line of the scenario that a failure names: `at Object.run (file:///…/bugs/two.ts:6:10)`. */
function lineOf(file: string, why: string): string | undefined {
  const name = `/${basename(file)}:`
  const place = why.split('\n').find((line) => line.trimStart().startsWith('at ') && line.includes(name))
  return /^\d+/.exec(place?.slice(place.indexOf(name) + name.length) ?? '')?.[0]
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
