import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectWorld } from '../../harness/world.ts'
import { noPostgres, startPostgres, type TestPostgres } from '../kit/postgres/server.ts'
import { sealingKey } from './cluster.ts'
import { command, upServing } from './served.ts'
import { survivesKills } from './survives-kills.ts'

const env = { STORE_SEALING_KEY: sealingKey }

describe.skipIf(noPostgres)(`up --store postgres://${noPostgres ? ` (skipped: ${noPostgres})` : ''}`, () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres.stop())

  test('survives kill -9 amid creations', async () => {
    await survivesKills([`--store=${await postgres.fresh()}`], env)
  })

  test('when one of two is killed, the other has everything, and no secret lies in the database in clear', async () => {
    const address = await postgres.fresh()
    const [one, other] = [
      await upServing([`--store=${address}`], env),
      await upServing([`--store=${address}`, '--upstream=http://127.0.0.1:1'], env),
    ]
    const [before, after] = [await connectWorld(one.addresses), await connectWorld(other.addresses)]
    const application = await before.portal.createApplication({ name: 'kept' })
    await before.portal.register(application)
    await before.close()
    await one.end('SIGKILL')
    expect(await after.curity.clientCredentials(application)).toMatchObject({ token_type: 'bearer' })
    await after.portal.signIn()
    const listed = await after.portal.call('GET', '/applications')
    expect(listed.body).toMatchObject({ data: [{ id: application.id, name: 'kept' }] })
    await after.close()
    await other.end('SIGTERM')

    const rows = JSON.stringify(await postgres.query(address, 'SELECT * FROM dcr_harness.rows'))
    expect(rows).toContain(application.clientId)
    for (const secret of [application.clientSecret, 'konnect-dcr-secret', 'developer-password', sealingKey])
      expect(rows).not.toContain(secret)
  })

  const ended = async (address: string, variables: Record<string, string> = env) => {
    const child = command(['up', '--json', `--store=${address}`], variables)
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => {
        said += text
      })
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect(said).not.toContain('sesam')
    return { code, said: said.replaceAll(String(postgres.port), 'PORT') }
  }
  const refused = (why: string) => ({ code: 2, said: `dcr-harness: the store ${why}\n` })

  test('a store that cannot be used ends the start with code 2 and one line, without the password', async () => {
    const nowhere = `postgres://postgres:sesam@127.0.0.1:${postgres.port}/nowhere`
    expect(await ended(nowhere)).toEqual(
      refused('postgres://postgres@127.0.0.1:PORT/nowhere cannot be used: database "nowhere" does not exist'),
    )
    expect(await ended(nowhere, { STORE_SEALING_KEY: '' })).toEqual(
      refused(
        'postgres://postgres@127.0.0.1:PORT/nowhere cannot be used: secrets in it are sealed under a key that does not lie beside them; set STORE_SEALING_KEY to 32 bytes as hex (openssl rand -hex 32), the same for every replica',
      ),
    )
    expect(await ended('postgres://me:sesam@127.0.0.1:1/db')).toEqual(
      refused('postgres://me@127.0.0.1:1/db cannot be used: connect ECONNREFUSED 127.0.0.1:1'),
    )
    expect(await ended('postgre://me:sesam@127.0.0.1:1/db?password=sesam')).toEqual(
      refused(
        'postgre://***@127.0.0.1:1/db cannot be used: a store is `memory`, `sqlite:FILE` or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`',
      ),
    )
  })

  test('a sealing key that is none is a complaint, which does not repeat it', async () => {
    expect(await ended(await postgres.fresh(), { STORE_SEALING_KEY: 'sesam' })).toEqual({
      code: 2,
      said: 'dcr-harness: environment:\n  STORE_SEALING_KEY: must match pattern "^[0-9a-fA-F]{64}$"\n',
    })
  })
})
