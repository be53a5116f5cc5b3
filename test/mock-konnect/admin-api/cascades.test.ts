import { describe, expect } from 'vitest'
import { demo, problem, test } from '../portal-world.ts'

const portal = `/v3/portals/${demo.ids.portal}`
const owner = { type: 'developer', id: demo.ids.developer }
/** Where each noun stands that applications go with. */
const places = (application: string) => ({
  application: `${portal}/applications/${application}`,
  developer: `${portal}/developers/${demo.ids.developer}`,
  portal: `${portal}?force=true`,
})

describe('an application that an operator makes', () => {
  test('gets its client at the identity provider, and the answer shows no secret', async ({ operator, idp }) => {
    const { status, body } = await operator.post(`${portal}/applications`, { name: 'billing', owner })
    const [client] = [...idp.clients.values()]
    expect({ status, client_id: body.client_id }).toEqual({ status: 201, client_id: client?.client_id })
    expect(JSON.stringify(body)).not.toContain(client?.client_secret)
    const credentials = await operator.get(`${portal}/applications/${body.id}/credentials`)
    expect(credentials.body.data).toEqual([
      {
        ...{ type: 'client_secret', id: client?.client_id, display_name: null, client_id: client?.client_id },
        ...{ created_at: body.created_at, expires_at: null },
      },
    ])
  })

  test('is linked to a client that is there already, without a call', async ({ operator, idp }) => {
    const wish = { name: 'billing', dcr_client_id: 'already-there', owner }
    const { status, body } = await operator.post(`${portal}/applications`, wish)
    expect({ status, client_id: body.client_id, calls: idp.calls }).toEqual({
      ...{ status: 201, client_id: 'already-there', calls: [] },
    })
  })
})

const refused = problem(400, 'Invalid Request', 'Unable to delete the DCR application', { invalid_parameters: [] })

describe('the client at the identity provider goes', () => {
  test.for(['application', 'developer', 'portal'] as const)('with the %s', async (what, { operator, idp, v3 }) => {
    const { status, body: application } = await v3.post('/applications', { name: 'billing' })
    expect(status, JSON.stringify(application)).toBe(201)
    expect(idp.clients.size).toBe(1)
    expect((await operator.delete(places(application.id)[what])).status).toBe(204)
    expect(idp.clients.size).toBe(0)
    expect((await operator.get(`/v3/applications/${application.id}`)).status).toBe(404)
  })

  test.for(['application', 'developer', 'portal'] as const)(
    'and when it does not, the %s stays',
    async (what, { operator, idp, v3 }) => {
      const { body: application } = await v3.post('/applications', { name: 'billing' })
      idp.meddle('delete', { status: 500, body: {} })
      const { status, body } = await operator.delete(places(application.id)[what])
      expect({ status, body }).toEqual({ status: 400, body: refused })
      expect((await operator.get(`/v3/applications/${application.id}`)).status).toBe(200)
      expect((await operator.get(portal)).status).toBe(200)
      expect((await operator.get(`${portal}/developers/${demo.ids.developer}`)).status).toBe(200)
    },
  )
})
