import { expect, test } from 'vitest'
import { curity } from './rig.ts'

test('a node that runs says so, and serves', async () => {
  const status = (await curity()).status()
  for (const url of ['/', '/serving']) {
    const answer = await status.inject({ method: 'GET', url })
    expect([answer.statusCode, answer.json()]).toEqual([200, { isReady: true, nodeState: 'RUNNING', isServing: true }])
    expect(await status.inject({ method: 'HEAD', url })).toMatchObject({ statusCode: 200, payload: '' })
  }
  await status.close()
})

test.for([
  ['GET', '/x', 404, undefined],
  ['POST', '/', 405, 'GET, HEAD'],
  ['DELETE', '/serving', 405, 'GET, HEAD'],
] as const)('what it does not serve is refused as everywhere: %s %s', async ([method, url, code, allow]) => {
  const status = (await curity()).status()
  const { statusCode, headers, payload } = await status.inject({ method, url })
  expect([statusCode, headers.allow, payload]).toEqual([code, allow, ''])
  await status.close()
})

test.for(['BOOTING', 'WAITING', 'ERROR', 'STOPPING'] as const)('a node that is %s answers 503', async (nodeState) => {
  const status = (await curity({ behaviour: { nodeState } })).status()
  const answer = await status.inject({ method: 'GET', url: '/' })
  expect([answer.statusCode, answer.json()]).toEqual([503, { isReady: false, nodeState, isServing: false }])
  await status.close()
})
