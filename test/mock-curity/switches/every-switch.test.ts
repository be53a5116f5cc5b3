import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stringify } from 'yaml'
import { readSettings } from '../../../harness/settings.ts'
import { startWorld } from '../../../harness/world.ts'
import { defaultsOf } from '../../../kit/behaviour.ts'
import { Switches } from '../../../mock-curity/behaviour.ts'
import { curity } from '../rig.ts'
import { administrationProofs } from './administration-switches.ts'
import { initialTokenProofs } from './initial-token-switches.ts'
import { leafProofs } from './leaf-switches.ts'
import { lookupProofs } from './lookup-switches.ts'
import { managementProofs } from './management-switches.ts'
import { metadataProofs } from './metadata-switches.ts'
import { metadataRuleProofs, registrationProofs } from './registration-switches.ts'
import type { Proofs, SwitchProof } from './switch-proof.ts'
import { tokenProofs } from './token-switches.ts'

const proofs: Proofs<keyof Switches> = {
  ...metadataProofs,
  ...initialTokenProofs,
  ...registrationProofs,
  ...metadataRuleProofs,
  ...managementProofs,
  ...tokenProofs,
  ...lookupProofs,
  ...administrationProofs,
  ...leafProofs,
}

interface ProvenSwitch {
  name: string
  fallback: unknown
  values: readonly unknown[]
  proof: SwitchProof<string>
}

type Declared = { type?: string; enum?: unknown[] }
const fallbacks = defaultsOf(Switches)

/** Every switch of the register; what it has no proof for is found by the first test. */
const switches: ProvenSwitch[] = Object.entries(Switches.properties).map(([name, declared]) => {
  // Proofs have the names of the switches as keys, and the values of a switch as keys of its answers.
  const proof = (proofs as Record<string, SwitchProof<string> | undefined>)[name]
  const answered = Object.keys(proof?.answers ?? {}).map((key) => valueNamed(key, declared as Declared))
  return {
    name,
    fallback: fallbacks[name],
    values: answered,
    proof: proof ?? { ask: async () => undefined, answers: {} },
  }
})

/** The key of an answer as the value that it stands for. */
function valueNamed(key: string, { type, enum: choices }: Declared): unknown {
  if (type === 'boolean') return key === 'true'
  if (type === 'integer') return Number(key)
  return type === 'string' ? key : choices?.find((choice) => String(choice) === key)
}

test.for(switches)(
  '$name: every value has an answer of its own, the default among them',
  ({ name, fallback, values, proof }) => {
    const { type, enum: choices } = (Switches.properties as Record<string, Declared>)[name] ?? {}
    const every = type === 'boolean' ? [true, false] : (choices ?? [])
    expect(values).toEqual(expect.arrayContaining([fallback, ...every]))
    expect(values.length).toBeGreaterThan(1)
    expect(new Set(Object.values(proof.answers).map((answer) => JSON.stringify(answer))).size).toBe(values.length)
  },
)

const cases = switches.flatMap(({ values, ...one }) => values.map((value) => ({ ...one, value, values })))

describe('what a switch makes of an answer', () => {
  test.for(switches)('$name, which nobody has set', async ({ fallback, proof }) => {
    expect(await proof.ask(await curity(proof.given))).toEqual(proof.answers[String(fallback)])
  })

  test.for(cases)('$name: $value, as an option', async ({ name, value, proof }) => {
    const rig = await curity({ ...proof.given, behaviour: { [name]: value } })
    expect(await proof.ask(rig)).toEqual(proof.answers[String(value)])
  })

  test.for(cases)(
    '$name: $value, by the lever of a server that had another',
    async ({ name, value, values, proof }) => {
      const rig = await curity({ ...proof.given, behaviour: { [name]: values.find((other) => other !== value) } })
      const changed = await rig.call('PATCH', '/_mock/behaviour', {
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({ [name]: value }),
      })
      expect(changed).toMatchObject({ status: 200, body: { behaviour: { [name]: value } } })
      expect(await proof.ask(rig)).toEqual(proof.answers[String(value)])
    },
  )
})

const rounds = Math.max(...switches.map(({ values }) => values.length))

test.for(Array.from({ length: rounds }, (_, round) => ({ round })))(
  'a settings file sets every switch: round $round',
  async ({ round }) => {
    const behaviour = Object.fromEntries(switches.map(({ name, values }) => [name, values[round % values.length]]))
    const folder = mkdtempSync(join(tmpdir(), 'every-switch-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = join(folder, 'settings.yaml')
    writeFileSync(file, stringify({ curity: { behaviour } }))
    const world = await startWorld({ given: await readSettings(file) })
    onTestFinished(() => world.close())
    expect((await world.curity.call('GET', '/_mock/behaviour')).body).toMatchObject({ behaviour })
  },
)
