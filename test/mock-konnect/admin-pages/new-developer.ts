import type { Developer } from '../../../harness/drivers/portal.ts'
import type { World } from '../../../harness/world.ts'

/** Somebody signs up at the default portal of a version, and reads the mails that she gets. */
export async function newDeveloper({ addresses }: World, version: 'v2' | 'v3'): Promise<Developer> {
  const { url } = addresses.konnect
  const developer = { email: 'ada@example.com', password: 'correct-horse' }
  const post = (path: string, body: object) =>
    fetch(`${url}/api/${version}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await post('/developer', { email: developer.email, full_name: 'Ada' })
  const { mails } = (await (await fetch(`${url}/_mock/mailbox`)).json()) as { mails: { token: string }[] } // the lever's answer
  const verified = await post('/developer/verify-email', { token: mails.at(-1)?.token })
  const { token } = (await verified.json()) as { token: string } // good for a password now (konnect.md 9.2)
  await post('/developer/reset-password', { token, password: developer.password })
  return developer
}
