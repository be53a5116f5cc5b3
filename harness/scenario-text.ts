import type { Exchange } from '../kit/exchanges.ts'
import { callOf, client, type Hop, transcriptOf } from '../kit/transcript.ts'
import { driverOf } from './scenario-calls.ts'
import { Known, quoted } from './scenario-values.ts'

/**
 * What was exchanged, as a scenario that makes the client's calls again and expects the same statuses and reasons. Ids and secrets that an
 * answer brought are taken from that answer; a secret that none brought is left to be filled in.
 * @param exchanges each secret masked by a name of its own, as `numberedMask` does
 */
export function scenarioText(exchanges: readonly Exchange[]): string {
  const known = new Known()
  const calls = transcriptOf(exchanges).filter(({ caller }) => caller === client)
  const steps = calls.flatMap((hop, at) => stepOf(hop, `reply${at + 1}`, known))
  const drivers = [...new Set(steps.map(({ driver }) => driver))].sort()
  const refused = calls.some(({ exchange }) => exchange.reason)
  const [first] = calls
  return `${imports(known)}
export default scenario({
  id: 'recorded-flow',
  title: ${quoted(first ? `${callOf(first.exchange)} goes as it was recorded` : 'nothing was recorded')},
  refs: ['recorded-flow'],
${refused ? "  needs: ['levers'], // the reasons of refusals are told by the mocks alone\n" : ''}  // How the world differs from the demo world: switches, strategy, quirks. A recording does not tell.
  given: {},
  async run({ ${drivers.join(', ')} }, step) {
${steps.flatMap(({ lines }) => lines.map((line) => `    ${line}`)).join('\n')}
  },
})
`
}

interface StepText {
  driver: string
  lines: string[]
}

/** Nothing for a call to a server that no driver calls. */
function stepOf({ exchange }: Hop, reply: string, known: Known): StepText | [] {
  const said = driverOf(exchange)?.(known)
  if (!said) return []
  const { driver, call, answers } = said
  const title = quoted(callOf(exchange))
  const notes = exchange.warnings
    .filter((warning) => warning.startsWith('fault '))
    .map((warning) => `// ${oneLine(warning)}; arm it with levers.fault`)
  if (!answers) return { driver, lines: [...notes, `await step(${title}, () => ${call})`] }
  known.learn(reply, exchange.response.body)
  return {
    driver,
    lines: [...notes, `const ${reply} = await step(${title}, () => ${call})`, ...assertions(exchange, reply)],
  }
}

function assertions({ outcome, response, reason }: Exchange, reply: string): string[] {
  if (outcome === 'aborted') return ['// The connection ended before the answer did.']
  return [
    `assert.equal(${reply}.status, ${response.status}, ${reply}.advice)`,
    ...(reason ? [`assert.equal(${reply}.reason, ${quoted(reason.code)})`] : []),
  ]
}

const oneLine = (text: string) => text.replace(/[\r\n\u2028\u2029]/g, ' ')

function imports(known: Known): string {
  const reads = known.reads ? ', type Reply' : ''
  const blanks = known.blanks.map(
    (name) => `/** Was masked, and no answer brought it: fill it in. */\nconst ${name} = 'not recorded'\n`,
  )
  return `import assert from 'node:assert/strict'
import { scenario${reads} } from 'dcr-harness'
${known.reads ? readerText : ''}${blanks.length > 0 ? `\n${blanks.join('')}` : ''}`
}

const readerText = `
/** What stands at a path of an answer's body. */
const at = (reply: Reply, path: readonly (string | number)[]): string =>
  String(path.reduce<unknown>((here, name) => (here as Record<string | number, unknown>)?.[name], reply.body))
`
