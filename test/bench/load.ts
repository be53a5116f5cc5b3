import { Pool } from 'undici'

/** What is called again and again. */
export interface Load {
  url: string
  path: string
  headers: Record<string, string>
}

/** Calls over several connections, each of which waits for its answer. Gives how long each call took, in ms. @throws Error for an answer that is no 200 */
export async function load({ url, path, headers }: Load, count: number, connections = 10): Promise<number[]> {
  const pool = new Pool(url, { connections })
  const took: number[] = []
  let left = count
  const work = async () => {
    while (left-- > 0) {
      const started = performance.now()
      const { statusCode, body } = await pool.request({ method: 'GET', path, headers })
      await body.dump()
      if (statusCode !== 200) throw new Error(`${url}${path} answered ${statusCode}`)
      took.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  await pool.close()
  return took
}
