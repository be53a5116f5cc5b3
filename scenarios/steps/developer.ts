import assert from 'node:assert/strict'
import { expectStatus } from '../../harness/drivers/caller.ts'
import type { Developer, PortalDriver } from '../../harness/drivers/portal.ts'
import type { World } from '../../harness/world.ts'

/**
 * Signs a new developer up at a portal: name and address, the token from the mail, a password (`konnect.md` 9.2).
 * The mail is read from the mock's mailbox.
 */
export async function signUp({ levers }: World, portal: PortalDriver): Promise<Developer> {
  const developer = { email: 'ada@example.com', password: 'correct horse battery' }
  const { email, password } = developer
  expectStatus(await portal.call('POST', '/developer', { json: { email, full_name: 'Ada' } }), 201)

  const mail = (await levers.mails()).findLast(({ to }) => to === email)
  assert.ok(mail, `a mail to ${email}`)
  const confirmed = await portal.call('POST', '/developer/verify-email', { json: { token: mail.token } })
  const { token } = expectStatus(confirmed, 202).body as { token: string }
  expectStatus(await portal.call('POST', '/developer/reset-password', { json: { token, password } }), 204)
  return developer
}
