import { expect, test } from 'vitest'
import { buildMockCurity } from '../../mock-curity/app.ts'
import type { RegistrationProcedure } from '../../mock-curity/registration/procedures.ts'
import { profile } from './configurations.ts'
import { curity, member, type RigOptions } from './rig.ts'

const withProcedure = (
  procedure: RegistrationProcedure,
  more: RigOptions = {},
): Promise<Awaited<ReturnType<typeof curity>>> =>
  curity({
    ...more,
    procedures: { check: procedure },
    configuration: profile({
      endpoints: {
        endpoint: [{ id: 'token-service-dynamic-client-registration', 'pre-processing-procedure': 'check' }],
      },
    }),
  })

const app = { client_name: 'Orders app', grant_types: ['client_credentials'] }

test('what a procedure gives is laid over the request; its id is taken, and its properties are answered', async () => {
  const rig = await withProcedure(({ method, initialClient, body }) => ({
    client_id: 'fixed-id',
    scope: 'orders:read',
    org_id: `${method} by ${initialClient}`,
    software_version: body.software_version,
  }))
  const answer = await rig.register({ ...app, software_version: '1.2', software_statement: 'e30.e30.', scope: 'email' })
  expect(answer).toMatchObject({
    status: 201,
    body: {
      client_id: 'fixed-id',
      client_name: 'Orders app',
      scope: 'orders:read',
      org_id: 'POST by registrar',
      software_version: '1.2',
    },
  })
  expect(answer.body).not.toHaveProperty('software_statement')
  expect(await rig.register(app)).toMatchObject({ status: 400, reason: 'curity.dcr.client-id-taken' })
})

test('of several registrations at the same time that are given one id, one is made', async () => {
  const rig = await withProcedure(() => ({ client_id: 'fixed-id' }))
  const tokens = [await rig.initialToken(), await rig.initialToken(), await rig.initialToken()]
  const answers = await Promise.all(tokens.map((token) => rig.register(app, token)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400])
  for (const { status, reason } of answers) if (status === 400) expect(reason).toBe('curity.dcr.client-id-taken')
})

test('a procedure refuses with 400, and the initial token stays good', async () => {
  const rig = await withProcedure(({ body, exceptionFactory }) => {
    if (body.software_statement === undefined) throw exceptionFactory.badRequestException('no statement')
    return undefined
  })
  const token = await rig.initialToken()
  expect(await rig.register(app, token)).toMatchObject({
    status: 400,
    body: { error: 'invalid_client_metadata' },
    reason: 'curity.dcr.procedure-refused',
  })
  expect(await rig.register({ ...app, software_statement: 'e30.e30.' }, token)).toMatchObject({ status: 201 })
})

test('a procedure names the error of a bad software statement', async () => {
  const rig = await withProcedure(({ exceptionFactory }) => {
    throw exceptionFactory.badRequestException('signed by nobody', 'unapproved_software_statement')
  })
  expect(await rig.register(app)).toMatchObject({ status: 400, body: { error: 'unapproved_software_statement' } })
})

test('by switch a refusal of a procedure is an invalid_request', async () => {
  const refuse: RegistrationProcedure = ({ exceptionFactory }) => {
    throw exceptionFactory.badRequestException('no')
  }
  const rig = await withProcedure(refuse, { behaviour: { procedureRefusal: 'invalid_request' } })
  expect(await rig.register(app)).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
})

test('a procedure that fails is a fault of the server, and nothing is registered', async () => {
  const rig = await withProcedure(() => {
    throw new TypeError('x is not a function')
  })
  expect(await rig.register(app)).toMatchObject({
    status: 500,
    body: { error: 'server_error' },
    reason: 'curity.dcr.procedure-failed',
  })
  expect((await rig.levers.state.snapshot({ secrets: false })) as object).toMatchObject({
    tables: { dynamic_clients: [] },
  })
})

test('a procedure has its word about a replacement, too, and cannot change what it is shown', async () => {
  const rig = await withProcedure(({ method, body, existing }) => {
    Object.assign(body, { client_name: 'Changed in place' })
    return method === 'PUT' ? { client_name: `was ${existing?.client_name}` } : undefined
  })
  const first = await rig.register(app)
  expect(member(first, 'client_name')).toBe('Orders app')
  const id = String(member(first, 'client_id'))
  const replaced = await rig.call('PUT', `/token-service/oauth-registration/${id}`, {
    headers: { authorization: `Bearer ${member(first, 'registration_access_token')}` },
    payload: JSON.stringify({ ...app, client_id: id }),
  })
  expect(replaced).toMatchObject({ status: 200, body: { client_name: 'was Orders app' } })
})

test('an endpoint that names a procedure which is not there is a complaint', async () => {
  const parts = profile({
    endpoints: { endpoint: [{ id: 'token-service-dynamic-client-registration', 'pre-processing-procedure': 'chekc' }] },
  })
  await expect(
    buildMockCurity({
      configuration: parts,
      procedures: { check: () => undefined },
      tokenProcedures: { chekc: () => ({}) },
    }),
  ).rejects.toThrow('pre-processing-procedure: "chekc" names nothing (did you mean "check"?)')
})
