import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from 'vitest'
import { randomIds } from '../../../kit/ids.ts'
import { memoryDatabase } from '../../../kit/memory-database.ts'
import { sqliteStore } from '../../../kit/sqlite-store.ts'
import { operatorOf } from '../admin-api/konnect.ts'
import { startIdentityProvider } from '../identity-provider.ts'
import { portalClient } from '../portal-client.ts'
import { demo, demoKonnect } from '../portal-world.ts'

const key = (n: number) => Buffer.alloc(32, n)

/** One file, and a Konnect over it under a key; each start ends the one before. */
const test = base.extend('stored', async ({}, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'sealing-'))
  const file = join(folder, 'state.db')
  const idp = await startIdentityProvider()
  const open: (() => Promise<unknown>)[] = []
  const end = async () => {
    for (const close of open.splice(0)) await close()
  }
  onCleanup(async () => {
    await end()
    await idp.close()
    rmSync(folder, { recursive: true })
  })
  return {
    content: () => ['', '-wal'].map((part) => readFileSync(file + part, 'latin1')).join(),
    async start(sealingKey: Buffer) {
      await end()
      const store = await sqliteStore(file)
      const database = memoryDatabase(store.journal('mock-konnect'))
      const konnect = await demoKonnect(idp.issuer, {}, { database, sealingKey, ids: randomIds })
      open.push(
        () => konnect.app.close(),
        async () => store.close(),
      )
      const v3 = portalClient(konnect, 'v3')
      await v3.signIn()
      return { v3, operator: operatorOf(konnect), konnect }
    },
  }
})

test('what is stored opens under the same key, and shows no secret', async ({ stored }) => {
  const { v3 } = await stored.start(key(1))
  const { body } = await v3.post('/applications', { name: 'billing' })
  expect(stored.content()).toContain('billing')
  for (const secret of [demo.registrar.clientSecret, String(body.client_secret)]) {
    expect(stored.content()).not.toContain(secret)
  }
  const again = await stored.start(key(1))
  expect((await again.v3.post(`/applications/${body.id}/regenerate-secret`)).status).toBe(201)
  expect((await again.v3.delete(`/applications/${body.id}`)).status).toBe(204)
})

test('what another key sealed is refused in words, and counts again under its own', async ({ stored }) => {
  const { v3 } = await stored.start(key(1))
  const { body } = await v3.post('/applications', { name: 'billing' })
  const other = await stored.start(key(2))
  const refused = 'konnect.dcr.sealed-otherwise'
  const rotated = await other.v3.post(`/applications/${body.id}/regenerate-secret`)
  expect([rotated.status, rotated.reason?.code]).toEqual([400, refused])
  const deleted = await other.v3.delete(`/applications/${body.id}`)
  expect([deleted.status, deleted.reason?.code]).toEqual([400, refused])
  const created = await other.v3.post('/applications', { name: 'invoices' })
  expect([created.status, created.body.detail, created.reason?.code]).toEqual([
    400,
    'Unable to create the DCR application',
    refused,
  ])
  const path = `/v2/dcr-providers/${demo.ids.provider}`
  expect((await other.operator.post(`${path}/verify`)).body).toMatchObject({ status: 'failed' })

  const state = (query: string) => other.konnect.app.inject({ url: `/_mock/state${query}` })
  const whole = await state('?secrets=true')
  expect([whole.statusCode, whole.json().message]).toEqual([400, expect.stringContaining('sealed under another key')])
  expect((await state('')).statusCode).toBe(200)

  const dcr_config = { initial_client_secret: demo.registrar.clientSecret }
  expect((await other.operator.patch(path, { dcr_config })).status).toBe(200)
  expect((await other.v3.post('/applications', { name: 'invoices' })).status).toBe(201)
  const again = await stored.start(key(1))
  expect((await again.v3.post(`/applications/${body.id}/regenerate-secret`)).status).toBe(201)
})
