import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { curityConfiguration } from '../../mock-curity/configuration/layers.ts'

const readme = readFileSync(fileURLToPath(new URL('../../mock-curity/README.md', import.meta.url)), 'utf8')

test('the configuration that the README prints is one', () => {
  const example = /^```yaml\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? ''
  const { profiles, accounts } = curityConfiguration(parse(example))
  const [profile] = profiles.profile
  expect(accounts).toEqual([{ username: 'alice', password: 'alice-password', claims: { name: 'Alice' } }])
  expect(profile?.settings['authorization-server']['dynamic-client-registration']).toMatchObject({
    'client-management': {},
  })
  expect(profile?.['token-issuers']?.['default-token-issuer']).toMatchObject({ 'access-token-as-jwt': {} })
})
