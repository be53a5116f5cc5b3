import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { command, ended } from '../served.ts'
import { chromeSanitized } from './browsers.ts'
import { customerFlow } from './customer-flow.ts'

const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-replay-'))

const called = (args: readonly string[], until?: string) =>
  ended(command(args), until === undefined ? undefined : { at: until, by: 'SIGTERM' })

test('what up recorded plays again, with no difference in a world like it, and with some in another', async () => {
  const file = join(folder, 'recorded.har')
  const recorded = await called(['up', '--json', '--walk', '--record', file], '"event":"ready"')
  expect(recorded).toMatchObject({ code: 0, stderr: '' })
  expect(readFileSync(file, 'utf8')).not.toMatch(/developer-password|konnect-dcr-secret|kpat_demo|eyJ/)
  const same = await called(['replay', file])
  expect([same.code, same.stderr]).toEqual([0, ''])
  expect(same.stdout).toMatch(/^127\.0\.0\.1:\d+ is konnect\n/)
  expect(same.stdout).toMatch(/\n5 requests made again, 0 answered differently\n$/)
  const config = join(folder, 'other.yaml')
  writeFileSync(config, 'strategy: { auth_methods: [bearer] }\n')
  const other = await called(['replay', file, '--config', config])
  expect(other.code).toBe(1)
  expect(other.stdout).toMatch(
    /\n✗ \d+ GET gateway \/orders\n {4}status: 200 in the archive, 401 here\n {4}gateway\.[\w.-]+: .+\n/,
  )
  expect(other.stdout).toMatch(/\n5 requests made again, 2 answered differently\n$/)
  writeFileSync(config, 'strategy: { scopes: [nope] }\n')
  const refusedBehind = await called(['replay', file, '--config', config])
  expect(refusedBehind.stdout).toContain(`
    status: 201 in the archive, 400 here
    konnect.dcr.registration-refused: the registration endpoint refused the client: status 400 (invalid_client_metadata)
      mock-curity POST /token-service/oauth-registration 400 curity.dcr.outside-scopes: `)
})

test('everything that is missing is asked for at once, by name; what is given is taken', async () => {
  const file = join(folder, 'sanitized.har')
  const flow = await customerFlow()
  writeFileSync(file, JSON.stringify(chromeSanitized(flow.filter(({ status }) => status !== 401))))
  const asked = await called(['replay', file])
  expect([asked.code, asked.stdout]).toEqual([2, ''])
  expect(asked.stderr).toMatch(
    /^dcr-harness: .*sanitized\.har:\n {2}CURITY_AUTHORIZATION: the Authorization header, .*`application`.*`none`, of POST \/oauth\/v2\/oauth-token \(request \d+\): give it with --secret CURITY_AUTHORIZATION=… or in the environment\n {2}GATEWAY_AUTHORIZATION: .*\n$/,
  )
  const secrets = ['--secret', 'CURITY_AUTHORIZATION=application', '--secret', 'GATEWAY_AUTHORIZATION=application']
  const { code, stdout } = await called(['replay', file, '--json', ...secrets])
  const { hosts, replayed } = JSON.parse(stdout) as { hosts: object; replayed: { leftOut?: string }[] }
  expect([code, Object.values(hosts).sort()]).toEqual([0, ['curity', 'gateway', 'konnect']])
  expect(replayed.filter(({ leftOut }) => leftOut === undefined)).toHaveLength(8)
})

const zipped = gzipSync('{"log":{"entries":[]}}')

test.for<[what: string, bytes: string | Buffer, words: RegExp]>([
  ['a ZIP file', Buffer.from('PK\u0003\u0004…'), /is a ZIP file; unpack it, and give the \.har in it/],
  ['a gzip file that is cut off', zipped.subarray(0, 15), /begins like gzip and is broken/],
  ['a page', '<!doctype html><title>Sign in</title>', /is a page or XML, so no HTTP Archive; save it as HAR/],
  ['a Postman collection', '{"info":{"name":"a"},"item":[]}', /no log\.entries; it looks like a Postman collection/],
  ["Chrome's net log", '{"constants":{},"events":[]}', /no log\.entries; it looks like a net log of Chrome/],
  ['an archive that is cut off', '{"log":{"entries":[{"request":', /is no JSON \(.*\), so no HTTP Archive/],
  ['nothing at all', '', /is no JSON/],
  ['null', 'null', /is no HTTP Archive: it has no log\.entries/],
  [
    'entries that are none',
    '{"log":{"entries":[null,7]}}',
    /log\.entries\.0\.request\.method: is required\n.*entries\.1/,
  ],
])('%s in place of an archive: clear words, exit code 2', async ([what, bytes, words]) => {
  const file = join(folder, `${what.replace(/\W/g, '-')}.har`)
  writeFileSync(file, bytes)
  const { code, stdout, stderr } = await called(['replay', file])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(words)
  expect(stderr).not.toMatch(/\n\s+at /)
})

test('a folder is no archive', async () => {
  const { code, stderr } = await called(['replay', folder])
  expect([code, stderr]).toEqual([2, expect.stringContaining('is a folder')])
})
