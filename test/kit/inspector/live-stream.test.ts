import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { post, twoServers } from './rig.ts'

/** Reads the stream at `url`; `said` has its events so far, `ended` comes true at its end. */
async function follow(url: string) {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const answer = await fetch(`${url}/_mock/exchanges/stream`, { signal: stop.signal })
  const heard = { said: '', ended: false, type: answer.headers.get('content-type') }
  const read = async () => {
    for await (const piece of answer.body ?? []) heard.said += Buffer.from(piece).toString()
    heard.ended = true
  }
  read().catch(() => {
    heard.ended = true
  })
  return { heard, stop }
}

test('the stream tells the id of the last exchange at once, and again when there are more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { url, twoUrl, bus } = await twoServers()
  const { heard } = await follow(url)
  expect(heard.type).toBe('text/event-stream')
  await expect.poll(() => heard.said).toBe('event: exchanges\ndata: 0\n\n')
  /** Returns when there are so many exchanges, and the pause after the first new one is over. */
  const seen = async (count: number) => {
    await expect.poll(() => bus.latest).toBe(count)
    vi.advanceTimersByTime(250)
  }
  await post(url, 'a')
  await seen(1)
  await expect.poll(() => heard.said).toBe('event: exchanges\ndata: 0\n\nevent: exchanges\ndata: 1\n\n')
  await Promise.all(Array.from({ length: 20 }, () => post(twoUrl, 'b')))
  await seen(21)
  // A flock is told in one event.
  await expect.poll(() => heard.said).toMatch(/data: 1\n\nevent: exchanges\ndata: 21\n\n$/)
  bus.clear()
  await seen(21)
  await expect.poll(() => heard.said.endsWith('data: 21\n\nevent: exchanges\ndata: 21\n\n')).toBe(true)
})

test('the stream is no exchange, and ends with the server', async () => {
  const { one, url, bus } = await twoServers()
  const { heard } = await follow(url)
  await expect.poll(() => heard.said).toContain('data: 0')
  await one.app.close()
  await expect.poll(() => heard.ended).toBe(true)
  expect(bus.latest).toBe(0)
})

test('a reader that went away is no longer told, and one that does not read holds nothing back', async () => {
  const { url, bus } = await twoServers()
  const { heard, stop } = await follow(url)
  await expect.poll(() => heard.said).toContain('data: 0')
  const { port } = new URL(url)
  const deaf = connect(Number(port), '127.0.0.1', () =>
    deaf.write('GET /_mock/exchanges/stream HTTP/1.1\r\nhost: x\r\n\r\n'),
  )
  onTestFinished(() => void deaf.destroy())
  deaf.pause()
  stop.abort()
  await post(url, 'a')
  await expect.poll(() => bus.latest).toBe(1)
  expect((await post(url, 'b')).status).toBe(200)
})
