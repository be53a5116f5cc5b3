import { expect, test } from 'vitest'
import { basicAuthorization } from '../../kit/http-client.ts'
import { countingIds } from '../../kit/ids.ts'
import { secretCheck } from '../../mock-curity/clients/secret-check.ts'
import { hashOf } from '../../mock-curity/secrets.ts'
import { isOfCrypt, sha256Crypt } from '../../mock-curity/sha256-crypt.ts'
import { clientsPath, restconf } from './admin-calls.ts'
import { signedIn } from './admin-pages/visits.ts'
import { client } from './configurations.ts'
import { curity, service } from './rig.ts'

const long = 'é𝒳 a secret longer than sixty-four bytes, so that every loop of the algorithm is gone through'

/** What `openssl passwd -5 -salt SALT` makes of them. */
test.for([
  ['Hello world!', 'saltstring', undefined, '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
  [long, 'ab', undefined, '$5$ab$Aq657UwGN2tfqT8s191v/7PdiMxak1d/eF0uDLt.bl4'],
  [
    'Hello world!',
    'saltstringsaltst',
    10_000,
    '$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA',
  ],
] as const)('the hash of %s is that of other makers', ([secret, salt, rounds, kept]) => {
  expect(sha256Crypt(secret, salt, rounds)).toBe(kept)
  expect([isOfCrypt(kept, secret), isOfCrypt(kept, `${secret} `)]).toEqual([true, false])
})

/** A check that counts how often it compared with a hash the slow way. */
function counted() {
  let slow = 0
  const check = secretCheck({
    ids: countingIds(),
    slow(kept, secret) {
      slow++
      return isOfCrypt(kept, secret)
    },
  })
  return { check, slow: () => slow }
}

test('a hash is compared with the slow way until its secret was shown, and never again', () => {
  const { check, slow } = counted()
  const kept = sha256Crypt('right', 'salt')
  expect([check(kept, 'wrong'), check(kept, 'wronger'), slow()]).toEqual([false, false, 2])
  expect([check(kept, 'right'), slow()]).toEqual([true, 3])
  expect([check(kept, 'right'), check(kept, 'wrong'), check(kept, ''), slow()]).toEqual([true, false, false, 3])
})

test('a secret that was shown for one hash is none for another', () => {
  const { check, slow } = counted()
  const [one, other] = [sha256Crypt('right', 'one'), sha256Crypt('other', 'two')]
  expect([check(one, 'right'), check(other, 'right'), check(other, 'other'), check(other, 'right')]).toEqual([
    true,
    false,
    true,
    false,
  ])
  expect(slow()).toBe(3)
})

test('of a thousand and one hashes the first is forgotten, and found again', () => {
  let slow = 0
  const check = secretCheck({ ids: countingIds(), slow: () => ++slow > 0 })
  const hashes = Array.from({ length: 1001 }, (_, n) => `$5$salt$${String(n).padStart(43, 'x')}`)
  for (const kept of hashes) check(kept, 'secret')
  expect([check(String(hashes[1000]), 'secret'), slow]).toEqual([true, 1001])
  expect([check(String(hashes[0]), 'secret'), slow]).toEqual([true, 1002])
})

test('a client without a secret has none that fits, and the hash of a secret is no secret', () => {
  const { check, slow } = counted()
  const kept = sha256Crypt('right', 'salt')
  expect([check(undefined, ''), check(hashOf('right'), 'right'), check(hashOf('right'), hashOf('right'))]).toEqual([
    false,
    true,
    false,
  ])
  expect([check(kept, kept), slow()]).toEqual([false, 1])
})

const shownSecret = async (rig: Awaited<ReturnType<typeof curity>>, accept: string) =>
  (await restconf(rig, 'GET', `${clientsPath}/client=service/secret`, undefined, { accept })).text

test('a client that is saved in the admin UI keeps its secret as a hash: the same in JSON and in XML, and tokens go on', async () => {
  const admin = await signedIn()
  const before = await shownSecret(admin.rig, 'application/yang-data+json')
  const saved = await admin.post('/admin/profiles/token-service/clients/service', {
    'client-name': 'Service',
    capabilities: 'client-credentials',
    scope: ['orders:read', 'openid'],
  })
  expect(saved.status).toBe(303)
  expect((await admin.post('/admin/changes/commit')).status).toBe(303)

  const [kept] = admin.rig
    .configuration()
    .profiles.profile.flatMap((one) => one.settings['authorization-server']['client-store']['config-backed'].client)
    .flatMap(({ id, secret }) => (id === 'service' ? [secret] : []))
  expect(kept).toMatch(/^\$5\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{43}$/)
  expect(JSON.parse(before)).toEqual({ 'profile-oauth:secret': kept })
  expect(await shownSecret(admin.rig, 'application/yang-data+json')).toBe(before)
  expect(await shownSecret(admin.rig, 'application/yang-data+xml')).toBe(
    `<secret xmlns="https://curity.se/ns/conf/profile/oauth">${kept}</secret>`,
  )
  for (const call of ['first', 'second']) {
    expect(await admin.rig.token(), call).toMatchObject({ status: 200 })
    expect(await admin.rig.token({}, basicAuthorization('service', 'wrong')), call).toMatchObject({
      status: 401,
      reason: 'curity.token.wrong-secret',
    })
  }
})

test('what is remembered of a secret is in no state, and ends with the secret', async () => {
  const rig = await curity({ configuration: client({ id: 'service', secret: sha256Crypt('service-secret', 'salt') }) })
  const before = JSON.stringify(await rig.levers.state.snapshot({ secrets: true }))
  expect(await rig.token({ scope: 'orders:write' }, service)).toMatchObject({ status: 400 })
  expect(JSON.stringify(await rig.levers.state.snapshot({ secrets: true }))).toBe(before)
  const changed = { 'profile-oauth:secret': sha256Crypt('next-secret', 'salt') }
  expect(await restconf(rig, 'PUT', `${clientsPath}/client=service/secret`, changed)).toMatchObject({ status: 204 })
  expect(await rig.token({}, service)).toMatchObject({ status: 401 })
  expect(await rig.token({}, basicAuthorization('service', 'next-secret'))).toMatchObject({ status: 200 })
})
