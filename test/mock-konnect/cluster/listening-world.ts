import type { AddressInfo } from 'node:net'
import { test as base } from '../portal-world.ts'
import { connectDataPlane } from './data-plane.ts'

/** The demo world, listening, and one data plane that listens to it. */
export const test = base
  .extend('url', async ({ konnect }) => {
    await konnect.app.listen({ host: '127.0.0.1', port: 0 })
    // Listening on TCP, so the address is one of a port.
    return `http://127.0.0.1:${(konnect.app.server.address() as AddressInfo).port}`
  })
  .extend('dataPlane', async ({ url }) => connectDataPlane(url))

/** Where the default control plane stands. */
export async function positionAt(url: string): Promise<{ version: number; hash: string; data_planes: number }> {
  const answer = await fetch(`${url}/_mock/configuration`)
  return JSON.parse(await answer.text())
}
