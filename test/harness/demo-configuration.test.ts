import { expect, it } from 'vitest'
import { curityStart } from '../../harness/demo/curity-export.ts'
import type { Given } from '../../harness/given.ts'
import { curityConfiguration } from '../../mock-curity/configuration/layers.ts'

const accessTokens = ['jwt', 'opaque'] as const
const registration = ['on', 'off'] as const

it.each(accessTokens.flatMap((tokens) => registration.map((open) => [tokens, open] as const)))(
  'the demo’s configuration of Curity, which a start does not check, fits: %s tokens, registration %s',
  async (tokens, open) => {
    const { configuration, isKnownGood } = await curityStart({ curity: { accessTokens: tokens, registration: open } })

    expect(isKnownGood).toBe(true)
    expect(() => curityConfiguration(configuration)).not.toThrow()
  },
)

it('what is given in Curity’s terms is checked', async () => {
  const given: Given = { curity: { configuration: { profiles: { profile: [{ id: 'token-service', nonsense: 1 }] } } } }
  const { configuration, isKnownGood } = await curityStart(given)

  expect(isKnownGood).toBe(false)
  expect(() => curityConfiguration(configuration, { isKnownGood })).toThrow('nonsense')
})
