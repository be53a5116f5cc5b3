import { StoreUnusable } from '../journal.ts'

/** Where a PostgreSQL store is. */
export interface PostgresAddress {
  /** For the library, which reads what PostgreSQL's URLs may say beside it: `sslmode`, `application_name`, … */
  connection: string
  /** The schema that holds the store, so that one database can have several. */
  schema: string
  /** The address as it may be shown: without the password, and without parameters, which may hold one. */
  shown: string
}

const form = 'its address is postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME'

/** @throws StoreUnusable when it is no such address. The message does not repeat it: it may hold a password in the wrong place. */
export function postgresAddress(address: string): PostgresAddress {
  const refuse = (why: string) => new StoreUnusable('postgres://…', `${why}; ${form}`)
  if (!URL.canParse(address)) throw refuse('this is no address')
  const url = new URL(address)
  const database = url.pathname.replace(/^\//, '')
  if (url.hash !== '') throw refuse('a "#" is written %23')
  if (url.hostname === '' || database === '' || database.includes('/')) throw refuse('it names a host and a database')
  const schema = url.searchParams.get('schema') ?? 'dcr_harness'
  if (!/^[a-z_][a-z0-9_]{0,39}$/.test(schema)) throw refuse('a schema is at most 40 of a-z, 0-9 and _')
  url.searchParams.delete('schema')
  const who = url.username === '' ? '' : `${url.username}@`
  return { connection: url.href, schema, shown: `postgres://${who}${url.host}/${database}` }
}

/** Any address of a store, without what stands before an `@` or after a `?`: it may be one of these, misspelt. */
export const withoutPassword = (address: string): string =>
  address.replace(/^([a-z+]*:(?:\/\/)?)?.*@/is, '$1***@').replace(/\?.*$/s, '')
