import { globSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { select } from '../../harness/selection.ts'
import type { Switches } from '../../mock-curity/behaviour.ts'

const readme = readFileSync(new URL('../../mock-curity/README.md', import.meta.url), 'utf8')
const [evidence = ''] = /^## The sheet, row by row$[\s\S]*?(?=^## )/m.exec(readme) ?? []
const rows = evidence
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (---|row|surprise|misconfiguration) /.test(line))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

const sheet = new URL('../../../shared/reference/curity.md', import.meta.url)
const text = await readFile(sheet, 'utf8').catch(() => '')
/** What stands in for the sheet where it is not: nothing is compared then. */
const absent = text === '' && `there is no ${fileURLToPath(sheet)} to compare with`

test('what shows a row is a test or a scenario, and a row that nothing shows is a gap', async () => {
  const tests = globSync('**/*.test.ts', { cwd: fileURLToPath(new URL('.', import.meta.url)) })
  const scenarios = await select([], fileURLToPath(new URL('../../scenarios/', import.meta.url)))
  const known = new Set([...tests.map((file) => basename(file, '.test.ts')), ...scenarios.map(({ id }) => id)])
  const named = rows.map((cells) => [...(cells.at(-1) ?? '').matchAll(/`([\w-]+)`/g)].map(([, name]) => String(name)))
  expect(named.flat().filter((name) => !known.has(name))).toEqual([])
  const silent = rows.filter((cells, at) => named[at]?.length === 0 && !/gap|nothing|not run/.test(cells[1] ?? ''))
  expect(silent.filter(([row]) => !row?.startsWith('several endpoints'))).toEqual([])
})

test('every section of the sheet has its rows', ({ skip }) => {
  if (absent) skip(absent)
  const sections = [...text.matchAll(/^##+ (\d+(?:\.\d+)?)[. ]/gm)].map(([, number]) => String(number))
  // 0 is the list of sources; what has parts is shown by its parts.
  const leaves = sections.filter((one) => one !== '0' && !sections.some((other) => other.startsWith(`${one}.`)))
  const told = new Set(
    [...evidence.matchAll(/^\| (\d+\.\d+) |^### .*$/gm)].flatMap(
      ([line, number]) => number ?? [...line.matchAll(/\((\d+)\)/g)].map(([, one]) => one),
    ),
  )
  expect(leaves.filter((one) => !told.has(one))).toEqual([])
})

test('every surprise of the sheet has its row', ({ skip }) => {
  if (absent) skip(absent)
  const [section = ''] = /^## 12\.[\s\S]*?(?=^## )/m.exec(text) ?? []
  const numbers: string[] = []
  while (new RegExp(`\\s${numbers.length + 1}\\. `).test(section)) numbers.push(String(numbers.length + 1))
  const told = rows.flatMap(([row]) => /^(\d+)\. /.exec(row ?? '')?.[1] ?? [])
  expect(told).toEqual(numbers)
})

/** What the sheet lists as open, in its order, and the switches that decide it here. */
const decided: Readonly<Record<string, readonly (keyof Switches)[]>> = {
  'path of DCR endpoint · of anonymous endpoint': ['registrationPath', 'anonymousPath'],
  '`registration_endpoint` in metadata': ['registrationEndpointInMetadata'],
  '8414 metadata': ['oauthMetadata'],
  'initial token uses': ['initialTokenUses'],
  'initial token lifetime and shape': ['initialTokenLifetime', 'initialTokenShape'],
  'valid token without `dcr` at DCR': ['tokenWithoutDcr'],
  'unlisted client asks for `dcr`': ['unlistedClientAsksForDcr'],
  'DCR or non-templatized off': ['registrationOff', 'nonTemplatizedOff'],
  'DCR success status': ['registrationStatus'],
  'DCR `scope` absent · scope outside the allowed set': ['registrationScopeAbsent', 'registrationScopeOutside'],
  'DCR outside capability': ['registrationOutsideCapabilities'],
  'DCR `none` requested': ['registrationAsksForNone'],
  'same-origin check on URIs': ['sameOriginCheck'],
  'content type of the DCR request': ['registrationContentType'],
  'empty arrays in responses': ['emptyArrays'],
  'unknown members': ['unknownMembers'],
  'GET rotates secret · registration token': ['readRotatesSecret', 'readRotatesRegistrationToken'],
  '`rotated-secret-ttl`': ['rotatedSecretTtl'],
  PUT: ['replaceMode'],
  '`registration_access_token_expires_in` after rotation': ['registrationTokenExpiry'],
  'unknown or deleted client at DCRM': ['unknownClientAtManagement'],
  'DELETE also kills issued opaque tokens': ['deleteKillsTokens'],
  'access token format · prefix style': ['accessTokenFormat', 'opaqueTokenStyle'],
  'no `scope` at token endpoint': ['scopeAbsent'],
  'disallowed scope': ['scopeNotAllowed'],
  '`openid` with client_credentials': ['openidWithClientCredentials'],
  '`invalid_client` status · `WWW-Authenticate`': ['invalidClientStatus', 'wwwAuthenticate'],
  'error detail': ['errorDetail'],
  '`client_id`/`azp` claim in JWT': ['clientIdClaims'],
  '`aud` single value': ['singleAudience'],
  '`expires_in` one second short': ['expiresInOneShort'],
  'userinfo with a client_credentials token': ['userinfoWithoutUser'],
  'introspection JWT for a dead token': ['introspectionOfDeadToken'],
  '`phantom_token` member in JSON introspection': ['phantomTokenMember'],
  '404/405 body': ['notServedBody'],
  'commit step for admin changes': ['adminChanges'],
}

test('what the sheet lists as open is decided by a switch', ({ skip }) => {
  if (absent) skip(absent)
  const [section = ''] = /^## Unknowns[\s\S]*/m.exec(text) ?? []
  const listed = [...section.matchAll(/^\| (.+?) \| .+ \|$/gm)]
    .map(([, name]) => String(name))
    .filter((name) => name !== 'Switch')
  expect(listed).toEqual(Object.keys(decided))
})
