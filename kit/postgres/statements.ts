import type { Statement } from './connection.ts'

/** What a table says to the database. `$1` is the server, `$2` the name of the table. */
export interface Statements {
  /** `$3` id. */
  find: Statement
  /** `$3` id, `$4` row, `$5` keys, `$6` their values, `$7` which are single, `$8` the channel or null, `$9` origin. */
  insert: Statement
  /** `$3` id. Gives position and row, which stays as it is until the transaction ends. */
  lock: Statement
  /** As `insert`, with the position as `$3`, the keys that are new, and `$10` the row before. */
  replace: Statement
  /** `$1` position, `$2` keys, `$3` their values. */
  removeKeys: Statement
  /** `$3` id, `$4` the channel or null, `$5` origin. Gives the row that went. */
  remove: Statement
  /** Which of the keys `$3` with the values `$4` are there. */
  taken: Statement
  all: Statement
  count: Statement
  /** `$3` index, `$4` value. */
  listBy: Statement
  /** The same, `$5` and `$6` another list that the rows are in. */
  listWithin: Statement
  countBy: Statement
  /** `$3` how many to leave out, `$4` how many to give. */
  page(newestFirst: boolean): Statement
  /** `$3` index, `$4` value, `$5` and `$6` as those of `page`. */
  pageBy(newestFirst: boolean): Statement
  /** `$3` ids, `$4` rows. Gives position and id of each. */
  fill: Statement
  /** `$3` positions, `$4` keys, `$5` values, `$6` which are single. Of two that are the same single key the first stands. */
  fillKeys: Statement
}

/** Tells the others that there is a change to read: who made it, in which server, and its number. */
const tell = (channel: string, origin: string) =>
  `pg_notify(${channel}::text, concat_ws(' ', ${origin}::text, $1::text, sequence))`

const order = (newestFirst: boolean) => (newestFirst ? 'DESC' : 'ASC')

/** The statements of the tables in a schema. Each change is one transaction: rows, keys and what others are told. */
export function statementsIn(schema: string): Statements {
  const [rows, keys, changes] = [`${schema}.rows`, `${schema}.keys`, `${schema}.changes`]
  const putKeys = `
    INSERT INTO ${keys} (of, server, name, key, value, single)
    SELECT position, $1, $2, key, value, single
    FROM put, unnest($5::text[], $6::text[], $7::boolean[]) AS k (key, value, single)`
  const note = (row: string, before: string, from: string, channel: string) => `
    INSERT INTO ${changes} (name, row, before)
    SELECT $2, ${row}, ${before} FROM ${from} WHERE ${channel}::text IS NOT NULL RETURNING sequence`
  const ofTable = 'server = $1 AND name = $2'
  const ofList = `${ofTable} AND key = $3 AND value = $4`
  return {
    find: { name: 'find', text: `SELECT row FROM ${rows} WHERE ${ofTable} AND id = $3` },
    insert: {
      name: 'insert',
      text: `
        WITH put AS (INSERT INTO ${rows} (server, name, id, row) VALUES ($1, $2, $3, $4) RETURNING position, row),
        keyed AS (${putKeys}),
        told AS (${note('row', 'NULL', 'put', '$8')})
        SELECT ${tell('$8', '$9')} FROM told`,
    },
    lock: { name: 'lock', text: `SELECT position, row FROM ${rows} WHERE ${ofTable} AND id = $3 FOR UPDATE` },
    replace: {
      name: 'replace',
      text: `
        WITH put AS (UPDATE ${rows} SET row = $4 WHERE position = $3 RETURNING position, row),
        keyed AS (${putKeys}),
        told AS (${note('row', '$10', 'put', '$8')})
        SELECT ${tell('$8', '$9')} FROM told`,
    },
    removeKeys: {
      name: 'remove-keys',
      text: `DELETE FROM ${keys} WHERE of = $1 AND (key, value) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
    },
    remove: {
      name: 'remove',
      text: `
        WITH gone AS (DELETE FROM ${rows} WHERE ${ofTable} AND id = $3 RETURNING row),
        told AS (${note('NULL', 'row', 'gone', '$4')})
        SELECT gone.row, (SELECT ${tell('$4', '$5')} FROM told) FROM gone`,
    },
    taken: {
      name: 'taken',
      text: `
        SELECT k.key FROM unnest($3::text[], $4::text[]) AS w (key, value) JOIN ${keys} k USING (key, value)
        WHERE ${ofTable} AND single`,
    },
    all: { name: 'all', text: `SELECT row FROM ${rows} WHERE ${ofTable} ORDER BY position` },
    count: { name: 'count', text: `SELECT count(*) FROM ${rows} WHERE ${ofTable}` },
    listBy: {
      name: 'list-by',
      text: `
        SELECT r.row FROM (SELECT of, position FROM ${keys} WHERE ${ofList}) AS list
        JOIN ${rows} r ON r.position = of ORDER BY list.position`,
    },
    listWithin: {
      name: 'list-within',
      text: `
        SELECT r.row FROM (SELECT of, position FROM ${keys} WHERE ${ofList}) AS list
        JOIN (SELECT of FROM ${keys} WHERE ${ofTable} AND key = $5 AND value = $6) AS other USING (of)
        JOIN ${rows} r ON r.position = of ORDER BY list.position`,
    },
    countBy: { name: 'count-by', text: `SELECT count(*) FROM ${keys} WHERE ${ofList}` },
    // What a page leaves out is walked in an index; rows are read of the page alone.
    page: (newestFirst) => ({
      name: `page-${order(newestFirst)}`,
      text: `
        SELECT row FROM (
          SELECT position FROM ${rows} WHERE ${ofTable} ORDER BY position ${order(newestFirst)} OFFSET $3 LIMIT $4
        ) AS page JOIN ${rows} USING (position) ORDER BY position ${order(newestFirst)}`,
    }),
    pageBy: (newestFirst) => ({
      name: `page-by-${order(newestFirst)}`,
      text: `
        SELECT r.row FROM (
          SELECT of, position FROM ${keys} WHERE ${ofList} ORDER BY position ${order(newestFirst)} OFFSET $5 LIMIT $6
        ) AS page JOIN ${rows} r ON r.position = of ORDER BY page.position ${order(newestFirst)}`,
    }),
    fill: {
      name: 'fill',
      text: `
        INSERT INTO ${rows} (server, name, id, row)
        SELECT $1, $2, id, row FROM unnest($3::text[], $4::text[]) AS r (id, row) RETURNING position, id`,
    },
    fillKeys: {
      name: 'fill-keys',
      text: `
        INSERT INTO ${keys} (of, server, name, key, value, single)
        SELECT of, $1, $2, key, value, single
        FROM unnest($3::bigint[], $4::text[], $5::text[], $6::boolean[]) AS k (of, key, value, single)
        ON CONFLICT DO NOTHING`,
    },
  }
}
