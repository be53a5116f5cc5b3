import type { IncomingMessage } from 'node:http'

/** A longer body than this is not looked at. */
const limit = 1024 * 1024

/**
 * The body of a request as text, which whoever handles the request reads again from its start; undefined for none, for one that is too
 * long, and for a caller that went away.
 */
export function readAhead(raw: IncomingMessage): Promise<string | undefined> {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = raw.headers
  if (encoding === undefined && length === '0') return Promise.resolve(undefined)
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve) => {
    const settle = (text?: string) => {
      raw.off('readable', take).off('close', gone)
      resolve(text)
    }
    const gone = () => settle()
    const take = () => {
      for (let chunk: Buffer | null = raw.read(); chunk !== null; chunk = raw.read()) {
        chunks.push(chunk)
        size += chunk.length
      }
      if (!raw.complete && size <= limit) return
      const body = Buffer.concat(chunks)
      // Now, since at the next tick a stream that was read to its end would say so, and take nothing back.
      raw.unshift(body)
      settle(size > limit ? undefined : body.toString())
    }
    raw.on('readable', take).on('close', gone)
  })
}
