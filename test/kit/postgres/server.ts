import { execFile, spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from '../../../kit/free-port.ts'

const run = promisify(execFile)

/** Where PostgreSQL's programs are: on the path, or where Debian puts them; undefined: nowhere. */
function programs(): string | undefined {
  const found = spawnSync('sh', ['-c', 'readlink -f "$(command -v initdb)"'], { encoding: 'utf8' }).stdout.trim()
  if (found !== '' && existsSync(join(dirname(found), 'pg_ctl'))) return dirname(found)
  return globSync('/usr/lib/postgresql/*/bin').sort().at(-1)
}

const bin = programs()

/** Why there can be no server here; undefined: there can. */
export const noPostgres =
  bin === undefined ? "there is no initdb: install PostgreSQL's server (apt-get install postgresql)" : undefined

/** A PostgreSQL server of a test's own. */
export interface TestPostgres {
  /** The address of a database that nobody used before. */
  fresh(): Promise<string>
  port: number
  /** Runs a statement in a database of the server. */
  query(address: string, text: string): Promise<Record<string, unknown>[]>
  /** As if the machine failed: every connection falls at once. */
  crash(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Starts a server on a free port, with its data in a folder that goes with it. It asks the user `locked` for a password, and nobody else. */
export async function startPostgres(): Promise<TestPostgres> {
  if (bin === undefined) throw new Error(noPostgres)
  const folder = mkdtempSync(join(tmpdir(), 'dcr-harness-postgres-'))
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid?.() === 0
  const as = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : []
  const call = async (program: string, ...args: string[]) => {
    const [first = '', ...rest] = [...as, join(bin, program), ...args]
    await run(first, rest, { cwd: '/' })
  }
  const data = join(folder, 'data')
  mkdirSync(data)
  if (isRoot) spawnSync('chown', ['-R', 'postgres:postgres', folder])
  await call('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C')
  const access = join(data, 'pg_hba.conf')
  writeFileSync(access, `host all locked 127.0.0.1/32 scram-sha-256\n${readFileSync(access, 'utf8')}`)
  const port = await freePort()
  const options = `-p ${port} -k ${folder} -h 127.0.0.1 -c fsync=off -c full_page_writes=off`
  const control = (...args: string[]) => call('pg_ctl', '-D', data, '-w', '-s', ...args)
  let running = false
  const start = async () => {
    await control('-l', join(folder, 'log'), '-o', options, 'start')
    running = true
  }
  await start()
  let databases = 0
  const addressOf = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`
  const query = async (address: string, text: string) => {
    const client = new Client(address)
    await client.connect()
    try {
      return (await client.query(text)).rows as Record<string, unknown>[] // one row is one object
    } finally {
      await client.end()
    }
  }
  return {
    port,
    query,
    start,
    async fresh() {
      const name = `world_${++databases}`
      await query(addressOf('postgres'), `CREATE DATABASE ${name}`)
      return addressOf(name)
    },
    async crash() {
      await control('-m', 'immediate', 'stop')
      running = false
    },
    async stop() {
      if (running) await control('-m', 'fast', 'stop')
      rmSync(folder, { recursive: true })
    },
  }
}
