import { StoreUnusable } from '../journal.ts'
import type { PostgresAddress } from './address.ts'
import { type Connection, Refused, type Runs, type Statement } from './connection.ts'

/** Says which form the tables have. */
const formVersion = 1

const once = (text: string): Statement => ({ name: '', text })

/**
 * Makes the schema with its tables, or checks that they are ours, in a form that this version knows, and open to us.
 * @param sealedUnder names the key that secrets are sealed under, and does not tell it
 * @throws StoreUnusable
 */
export async function prepareSchema(
  connection: Connection,
  { schema, shown }: PostgresAddress,
  sealedUnder: string,
): Promise<void> {
  const refuse = (why: string) => new StoreUnusable(shown, why)
  await connection.transaction(async (on) => {
    // Of several that start at the same time, one makes the tables.
    await on.run(once('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))'), [`${schema} form`])
    const [found] = await on.run(once(tablesIn), [schema])
    if (Number(found?.ours) === 0) {
      if (Number(found?.all) > 0) throw refuse(`the schema ${schema} belongs to another program`)
      await make(on, schema)
      await on.run(once(`INSERT INTO ${schema}.dcr_harness VALUES ($1, $2)`), [formVersion, sealedUnder])
    }
    await refuseNotWritable(on, schema, refuse)
    const [mark] = await on.run(once(`SELECT form, sealed_under FROM ${schema}.dcr_harness`))
    const form = Number(mark?.form)
    if (form > formVersion) throw refuse(`a newer version wrote it (form ${form}; this one reads up to ${formVersion})`)
    if (mark?.sealed_under !== sealedUnder) throw refuse('its secrets are sealed under another key')
  })
}

const tablesIn = `
  SELECT count(*) AS "all", count(*) FILTER (WHERE relname = 'dcr_harness') AS ours
  FROM pg_class WHERE relnamespace = to_regnamespace($1)`

async function refuseNotWritable(on: Runs, schema: string, refuse: (why: string) => Error): Promise<void> {
  const rights = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].map(
    (right) => `has_table_privilege('${schema}.rows', '${right}')`,
  )
  const [may] = await on.run(
    once(
      `SELECT has_schema_privilege('${schema}', 'USAGE') AS usage, current_setting('transaction_read_only') AS "readOnly"`,
    ),
  )
  const [all] = may?.usage ? await on.run(once(`SELECT ${rights.join(' AND ')} AS rights`)) : []
  if (may?.readOnly === 'on' || !all?.rights) throw refuse(`this user may not write in the schema ${schema}`)
}

/** A user may lack the right to make anything. */
async function make(on: Runs, schema: string): Promise<void> {
  try {
    for (const text of tables(schema)) await on.run(once(text))
  } catch (error) {
    // Somebody else makes the schema by hand in this moment; the next start finds it.
    if (error instanceof Refused) throw new StoreUnusable(`schema ${schema}`, 'somebody else is making it')
    throw error
  }
}

/**
 * Rows, and the keys by which they are listed. Rows stand in the order in which they came; in a list, in the order in which they came to
 * it. A unique key of a table can stand once, whoever writes it. What belongs together is joined by one number, so that the planner
 * needs no statistics to find the way: tables are read from their first minute on.
 */
const tables = (schema: string): string[] => [
  `CREATE SCHEMA IF NOT EXISTS ${schema}`,
  `CREATE TABLE ${schema}.dcr_harness (form integer NOT NULL, sealed_under text NOT NULL)`,
  `CREATE TABLE ${schema}.rows (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    server text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    row text NOT NULL,
    CONSTRAINT rows_ids UNIQUE (server, name, id)
  )`,
  `CREATE UNIQUE INDEX rows_in_order ON ${schema}.rows (server, name, position)`,
  `CREATE TABLE ${schema}.keys (
    of bigint NOT NULL REFERENCES ${schema}.rows ON DELETE CASCADE,
    position bigint GENERATED ALWAYS AS IDENTITY,
    server text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    single boolean NOT NULL,
    PRIMARY KEY (of, key, value)
  )`,
  `CREATE UNIQUE INDEX keys_in_order ON ${schema}.keys (server, name, key, value, position) INCLUDE (of)`,
  `CREATE UNIQUE INDEX keys_single ON ${schema}.keys (server, name, key, value) WHERE single`,
  `CREATE TABLE ${schema}.changes (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made timestamptz NOT NULL DEFAULT now(),
    name text COLLATE "C" NOT NULL,
    row text,
    before text
  )`,
  `CREATE INDEX changes_by_age ON ${schema}.changes (made)`,
  `CREATE TABLE ${schema}.counters (
    server text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (server, name)
  )`,
]
