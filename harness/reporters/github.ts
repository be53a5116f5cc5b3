import type { ScenarioResult } from '../runner.ts'

/** Failures as GitHub's workflow commands, which a job's log shows as annotations at the scenario's file. */
export const githubAnnotations = (results: readonly ScenarioResult[]): string[] =>
  results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id, title, file, why = '' }) => {
      const properties = [...(file === undefined ? [] : [`file=${property(file)}`]), `title=${property(id)}`]
      return `::error ${properties.join(',')}::${data(`${title}\n${why}`)}`
    })

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
