import { expect, onTestFinished, test } from 'vitest'
import { adjustableClock } from '../../kit/clock.ts'
import { buildMockCurity } from '../../mock-curity/app.ts'
import { aheadOfMachine } from '../../mock-curity/oidc/machine-time.ts'
import { configured, registration } from './configurations.ts'
import { injected, member, registrationPath } from './rig.ts'

/** A clock that comes further by `ms` whenever somebody looks. */
function passing(ms: number, from = 0) {
  let at = from - ms
  return {
    now() {
      at += ms
      return at
    },
  }
}

test('a new registration token has its whole lifetime, however many seconds pass while the answer is made', async () => {
  const { app } = await buildMockCurity({
    clock: adjustableClock(passing(1000, Date.UTC(2026, 0, 1))),
    behaviour: { registeredSecretSeconds: 3600 },
    configuration: configured(registration({ 'non-templatized': { 'no-authentication': {} } })),
  })
  onTestFinished(() => app.close())
  const payload = '{"grant_types":["client_credentials"]}'
  const registered = await injected(app, 'POST', registrationPath, { payload })
  const path = `${registrationPath}/${member(registered, 'client_id')}`
  const headers = { authorization: `Bearer ${member(registered, 'registration_access_token')}` }
  const read = await injected(app, 'GET', path, { headers })
  for (const answer of [registered, read])
    expect(member(answer, 'registration_access_token_expires_in')).toBe(31_536_000)
  expect(member(registered, 'client_secret_expires_at')).toBe(Number(member(registered, 'client_id_issued_at')) + 3600)
})

test.for([0, 90_000])('how far the clock is ahead is no less when a second ends while somebody looks: %d ms', (ms) => {
  const machine = passing(1, 999)
  const clock = adjustableClock(machine)
  clock.advance(ms)
  expect(aheadOfMachine(clock, machine)).toBe(ms / 1000)
})
