import { expect } from 'vitest'
import { registeredClients } from '../../scenarios/steps/arrange.ts'
import { creates, lastBody, type QuirkRow } from './row.ts'

/** What Konnect sends with the registration of one more application, as the names of its members. */
const registers: QuirkRow['sees'] = async (world) => {
  await creates(world)
  return Object.keys(JSON.parse(await lastBody(world, '/oauth-registration')))
}

/** What a developer is answered who deletes an application and makes it again. */
const makesAgain: QuirkRow['sees'] = async (world, app) => {
  await world.portal.deleteApplication(app)
  const { status, reason } = await world.portal.call('POST', '/applications', { json: { name: app.name } })
  return reason ?? status
}

/** What Konnect does to identity providers. */
export const konnectRows: Readonly<Record<string, QuirkRow>> = {
  'no-idp-delete': {
    async sees(world, app) {
      await world.portal.deleteApplication(app)
      return registeredClients(world)
    },
    without: 0,
    with: 1,
  },
  'stale-mapping': { sees: makesAgain, without: 201, with: 'konnect.dcr.stale-mapping' },
  'appends-well-known': { sees: (world) => creates(world), without: 201, with: 'konnect.dcr.not-an-issuer' },
  'guesses-registration-endpoint': {
    sees: (world) => creates(world),
    without: 201,
    with: 'konnect.dcr.registration-refused',
  },
  'strict-registration-answer': {
    async sees(world) {
      await world.levers.fault('curity', { endpoint: 'register', kind: 'patch', patch: { null: ['logo_uri'] } })
      return creates(world)
    },
    without: 201,
    with: 'konnect.dcr.answer-unusable',
  },
  'only-201': {
    given: { curity: { behaviour: { registrationStatus: 200 } } },
    sees: (world) => creates(world),
    without: 201,
    with: 'konnect.dcr.answer-unusable',
  },
  'asks-for-no-scope': { sees: (world) => creates(world), without: 201, with: 'konnect.dcr.scope-refused' },
  'keeps-initial-token': {
    sees: async (world) => [await creates(world), await creates(world, 'another')],
    without: [201, 201],
    with: [201, 'konnect.dcr.registration-refused'],
  },
  'sends-portal-members': {
    sees: registers,
    without: expect.not.arrayContaining(['portal_id']),
    with: expect.arrayContaining(['portal_id', 'developer_id', 'auth_strategy_id']),
  },
  'omits-client-name': {
    sees: registers,
    without: expect.arrayContaining(['client_name']),
    with: expect.not.arrayContaining(['client_name']),
  },
}
