import assert from 'node:assert/strict'
import { scenario } from '../../harness/scenario.ts'

export default scenario({
  id: 'docs-body-unbalanced',
  title: "the how-to's command as pasted fails twice, each time for a reason of its own",
  refs: ['bug-catalogue docs-body-unbalanced', 'konnect.md 17'],
  tags: ['misconfiguration', 'konnect'],
  async run({ addresses }, step) {
    const pasted = '{"name":"Curity","provider_type":"curity","dcr_config":{"initial_client_id":"a"}'
    const headers = { 'content-type': 'application/json' }
    const url = `${addresses.konnect.url}/v2/dcr-providers`
    const post = (authorization: string) =>
      fetch(url, { method: 'POST', headers: { ...headers, authorization }, body: pasted })
    const first = await step('with the literal $KPAT', () => post('$KPAT'))
    assert.equal(first.status, 401)
    const second = await step('with a token, one brace short', () => post(`Bearer ${addresses.konnect.token}`))
    assert.equal(second.status, 400)
    const { invalid_parameters } = (await second.json()) as { invalid_parameters: { field: string }[] }
    assert.equal(invalid_parameters[0]?.field, 'body')
  },
})
