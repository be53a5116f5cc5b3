import { test as base } from '../portal-world.ts'
import { pagesClient } from './pages-client.ts'

/** The demo world, and somebody who is signed in at Konnect's pages. */
export const test = base.extend('pages', async ({ konnect }) => {
  const client = pagesClient(konnect)
  await client.signIn()
  return client
})
