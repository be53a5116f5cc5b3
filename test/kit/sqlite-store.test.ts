import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test as base, expect } from 'vitest'
import { StoreUnusable } from '../../kit/journal.ts'
import { memoryDatabase } from '../../kit/memory-database.ts'
import { sqliteStore } from '../../kit/sqlite-store.ts'

interface Client {
  id: string
  owner?: string
  name?: string
}

const clients = {
  name: 'clients',
  indexes: { owner: (row: Client) => row.owner },
  unique: { name: (row: Client) => row.name },
}

const test = base.extend('file', ({}, { onCleanup }) => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'))
  onCleanup(() => rmSync(folder, { recursive: true }))
  return join(folder, 'state.db')
})

async function open(file: string, server = 'mock-curity') {
  const store = await sqliteStore(file)
  const database = memoryDatabase(store.journal(server))
  return { store, database, table: database.table<Client>(clients) }
}

test('rows are there again, in their order and in their indexes, when the file is opened again', async ({ file }) => {
  const first = await open(file)
  for (const id of ['1', '2', '3']) await first.table.insert({ id, owner: 'ann', name: `n${id}` })
  await first.table.replace({ id: '1', owner: 'ann', name: 'changed' })
  await first.table.remove('2')
  first.store.close()

  const second = await open(file)
  expect(await second.table.all()).toEqual([
    { id: '1', owner: 'ann', name: 'changed' },
    { id: '3', owner: 'ann', name: 'n3' },
  ])
  expect((await second.table.listBy('owner', 'ann')).map(({ id }) => id)).toEqual(['1', '3'])
  await expect(second.table.insert({ id: '4', name: 'changed' })).rejects.toThrow('already has a row whose name')
  second.store.close()
})

test('a refused row is not put down', async ({ file }) => {
  const first = await open(file)
  await first.table.insert({ id: '1', name: 'taken' })
  await expect(first.table.insert({ id: '2', name: 'taken' })).rejects.toThrow()
  first.store.close()
  const second = await open(file)
  expect(await second.table.all()).toEqual([{ id: '1', name: 'taken' }])
  second.store.close()
})

test('servers that share a file do not see each other, and a restore replaces one of them whole', async ({ file }) => {
  const store = await sqliteStore(file)
  const curity = memoryDatabase(store.journal('mock-curity'))
  const konnect = memoryDatabase(store.journal('mock-konnect'))
  await curity.table<Client>(clients).insert({ id: 'c' })
  await konnect.table<Client>(clients).insert({ id: 'k' })
  await curity.restore({ clients: [{ id: 'restored' }] })
  store.close()

  const again = await sqliteStore(file)
  expect(again.journal('mock-curity').read('clients')).toEqual([{ id: 'restored' }])
  expect(again.journal('mock-konnect').read('clients')).toEqual([{ id: 'k' }])
  again.close()
})

test('refuses what it cannot use, and says why in one line', async ({ file }) => {
  const unusable = async (path: string) => {
    const error = await sqliteStore(path).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StoreUnusable)
    return (error as Error).message.replace(file, 'FILE')
  }

  expect(await unusable('/nowhere/at/all.db')).toBe(
    'the store sqlite:/nowhere/at/all.db cannot be used: unable to open database file; its folder must be there, and may be written',
  )

  const held = await sqliteStore(file)
  expect(await unusable(file)).toBe(
    'the store sqlite:FILE cannot be used: database is locked; another process has it, and a file serves one at a time: end that one, or share postgres://…',
  )
  held.close()

  const newer = new DatabaseSync(file)
  newer.exec('PRAGMA user_version = 99')
  newer.close()
  expect(await unusable(file)).toBe(
    'the store sqlite:FILE cannot be used: a newer version wrote it (form 99; this one reads up to 1)',
  )

  rmSync(file)
  const foreign = new DatabaseSync(file)
  foreign.exec('CREATE TABLE theirs (id TEXT)')
  foreign.close()
  expect(await unusable(file)).toBe('the store sqlite:FILE cannot be used: it belongs to another program')

  writeFileSync(file, 'no database at all, but long enough to be read as a header of one, or so it may seem to be')
  expect(await unusable(file)).toBe('the store sqlite:FILE cannot be used: file is not a database')
})

test('what cannot be put down is not done: the caller is told, and the table is as it was', async ({ file }) => {
  const { store, table } = await open(file)
  await table.insert({ id: '1', owner: 'ann' })
  store.close()
  await expect(table.insert({ id: '2' })).rejects.toThrow(StoreUnusable)
  await expect(table.replace({ id: '1', owner: 'bob' })).rejects.toThrow(StoreUnusable)
  await expect(table.remove('1')).rejects.toThrow(StoreUnusable)
  expect(await table.all()).toEqual([{ id: '1', owner: 'ann' }])
})
