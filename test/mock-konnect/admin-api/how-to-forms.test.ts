import { describe, expect } from 'vitest'
import { created, curity } from './curity-provider.ts'
import { refusal, test, told } from './konnect.ts'

describe('the how-to forms', () => {
  const printed = { ...curity, provider_type: 'Curity', dcr_config: { dcr_token: 'printed-token' } }

  test('strict refuses the type in capitals and says what the API takes', async ({ operator }) => {
    const { status, body, reason } = await operator.post('/v2/dcr-providers', { ...curity, provider_type: 'Curity' })
    const choices = ['auth0', 'azureAd', 'curity', 'okta', 'http', 'kongIdentity']
    const source = 'body'
    expect({ status, body }).toEqual({
      status: 400,
      body: refusal({
        field: 'provider_type',
        reason: `must be one of [${choices.join(', ')}]`,
        rule: 'enum',
        choices,
        source,
      }),
    })
    expect(reason).toEqual({
      code: 'konnect.how-to.provider-type',
      advice: "the vendor's how-to prints `Curity`; the API takes `curity`; `--compat docs` accepts it",
    })
  })

  test('strict refuses dcr_token for Curity with the three mistakes it is', async ({ operator }) => {
    const { body, reason } = await operator.post('/v2/dcr-providers', { ...printed, provider_type: 'curity' })
    const members = told(body)
    expect(members.sort()).toEqual([
      'dcr_config.dcr_token unknown_property',
      'dcr_config.initial_client_id required',
      'dcr_config.initial_client_secret required',
    ])
    expect(reason?.code).toBe('konnect.how-to.dcr-token')
  })

  test('compat docs takes them as printed, answers in the published form, and warns', async ({ konnect, operator }) => {
    konnect.levers.behaviour.change({ compat: 'docs' })
    const { status, body, warnings } = await operator.post('/v2/dcr-providers', printed)
    const dcr_config = { initial_client_id: 'konnect-dcr' }
    expect({ status, body }).toEqual({ status: 201, body: { ...created, dcr_config } })
    expect(warnings).toEqual([
      "the vendor's how-to prints `Curity`; the API takes `curity`; `--compat docs` accepts it",
      "the vendor's how-to prints `dcr_token` for Curity; the API takes `initial_client_id` and `initial_client_secret`; `--compat docs` accepts it",
    ])
    const { tables } = (await konnect.levers.state.snapshot({ secrets: true })) as Snapshot
    expect(tables.dcr_providers?.[0]?.secrets).toEqual({ initial_client_secret: 'printed-token' })
  })
})

interface Snapshot {
  tables: Record<string, Record<string, unknown>[]>
}
