import { describe, expect } from 'vitest'
import type { MockKonnect } from '../../../mock-konnect/app.ts'
import { beyondDescription } from '../admin-api/beyond-description.ts'
import { demo } from '../portal-world.ts'
import { comparedFiles, descriptionsPresent, objections, operationsOf } from '../published-api.ts'
import { type BadInput, badInputs } from './bad-inputs.ts'
import { type Asked, play } from './play.ts'
import { scripts } from './scripts.ts'
import { strangerEmail, test } from './world.ts'

/** What is taken although its form is none of the description's, each with its reason. */
const taken: readonly [input: RegExp, why: string][] = [
  [/^missing member host: PUT .*\/services\//, 'the shorthand `url` brings it'],
]

// Without the published descriptions beside the project (../shared/specs/konnect) no request can be made from them.
describe.skipIf(!descriptionsPresent).for(comparedFiles())('%s', (file) => {
  test('every wrong form of every operation is refused, and leaves nothing behind', async ({ contract }) => {
    const cookies = { v2: await strangerAt(contract, 'v2'), v3: await strangerAt(contract, 'v3') }
    const kinds = new Set<string>()
    const wrong: string[] = []
    await play(contract, operationsOf(file), scripts[file] ?? [], async ({ operation, call, ask }) => {
      for (const input of badInputs(operation, call, { cookies })) {
        kinds.add(input.what)
        const answer = await ask(call, input.sent)
        const name = `${input.what} ${input.field ?? ''}: ${answer.what}`
        if (!isRefusedWell(input, answer) && !taken.some(([pattern]) => pattern.test(name))) wrong.push(name)
      }
    })
    expect(wrong).toEqual([])
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['malformed token', 'no token', 'page size 0']))
  })
})

/** Refused with one of the statuses, naming the member, as the description has it. */
function isRefusedWell({ statuses, field }: BadInput, answer: Asked): boolean {
  if (!statuses.includes(answer.status) || (field !== undefined && !namesIn(answer).some(isOf(field)))) return false
  const { undescribed, mistakes } = objections(answer)
  const told = mistakes.filter((mistake) => !mistake.startsWith('/invalid_parameters must NOT have fewer than 1'))
  const known = undescribed === undefined || [400, 401, 404].includes(answer.status)
  return told.length === 0 && (known || beyondDescription.some((pattern) => pattern.test(undescribed)))
}

const isOf = (field: string) => (named: string) => named === field || named.startsWith(`${field}.`)

const namesIn = ({ body }: Asked): string[] =>
  (body as { invalid_parameters?: { field: string }[] }).invalid_parameters?.map((parameter) => parameter.field) ?? []

/** The cookies of another developer of the demo's portal. */
async function strangerAt({ app }: MockKonnect, version: 'v2' | 'v3'): Promise<string> {
  const payload = { username: strangerEmail, password: demo.developer.password }
  const url = `/api/${version}/developer/authenticate`
  const { cookies } = await app.inject({ method: 'POST', url, payload })
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}
