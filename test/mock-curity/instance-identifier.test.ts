import { expect, test } from 'vitest'
import { instanceIdentifier } from '../../mock-curity/admin/instance-identifier.ts'

const server = 'profiles.profile.0.settings.authorization-server'
const clients = `${server}.client-store.config-backed.client`
const tree = {
  profiles: {
    profile: [
      {
        id: 'token-service',
        type: 'oauth-service',
        settings: {
          'authorization-server': {
            'client-store': { 'config-backed': { client: [{ id: "it's/[one]", scope: ['a', 'b.c'] }, {}] } },
          },
        },
      },
    ],
  },
}
const profile = "/base:profiles/profile[id='token-service'][type='oauth-service']"
const one = `${profile}/settings/profile-oauth:authorization-server/client-store/config-backed/client[id="it's/[one]"]`

test.for([
  ['profiles', '/base:profiles'],
  ['profiles.profile.0', profile],
  [server, `${profile}/settings/profile-oauth:authorization-server`],
  [`${clients}.0.capabilities.code`, `${one}/capabilities/code`],
  [`${clients}.0.scope.1`, `${one}/scope[.='b.c']`],
  [`${clients}.0.no-such`, `${one}/no-such`],
  [`${clients}.1`, `${profile}/settings/profile-oauth:authorization-server/client-store/config-backed/client[id='']`],
  ['profiles.profile.7', "/base:profiles/profile[id=''][type='']"],
  ['nobody', '/nobody'],
] as const)('%s is %s', ([path, identifier]) => {
  expect(instanceIdentifier(path, tree)).toBe(identifier)
})

test('what is of no shape at all has a name all the same', () => {
  expect(instanceIdentifier('profiles.profile.0.id', null)).toBe("/base:profiles/profile[id=''][type='']/id")
})
