import { request } from 'node:http'

/** One line of the stream. */
export interface Line {
  type: 'full' | 'delta' | 'ping'
  version: number
  hash: string
  [member: string]: unknown
}

/** A data plane that only listens. */
export interface DataPlane {
  status: number
  contentType: string | undefined
  /** Bytes as they came, so that a test can see where lines end. */
  raw(): string
  /** The next line, when it comes; undefined when the stream ended. */
  next(): Promise<Line | undefined>
  leave(): void
}

/** Connects to the stream at `url` (without a path). */
export function connectDataPlane(
  url: string,
  { controlPlane = 'default', token = 'kpat_demo' } = {},
): Promise<DataPlane> {
  const address = `${url}/_cluster/v1/configuration?control_plane=${controlPlane}`
  return new Promise((resolve, reject) => {
    const call = request(address, { headers: { authorization: `Bearer ${token}` } }, (answer) => {
      const lines: Line[] = []
      let [text, rest, ended] = ['', '', false]
      let wake = () => {}
      const end = () => {
        ended = true
        wake()
      }
      answer.on('data', (chunk: Buffer) => {
        text += chunk
        const parts = `${rest}${chunk}`.split('\n')
        rest = parts.pop() ?? ''
        lines.push(...parts.map((part): Line => JSON.parse(part)))
        wake()
      })
      answer.on('end', end).on('error', end)
      resolve({
        status: answer.statusCode ?? 0,
        contentType: answer.headers['content-type'],
        raw: () => text,
        async next() {
          while (lines.length === 0 && !ended) await new Promise<void>((resume) => (wake = resume))
          return lines.shift()
        },
        leave: () => call.destroy(),
      })
    })
    call.on('error', reject).end()
  })
}
