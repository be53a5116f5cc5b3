import type { Seals } from '../../kit/seal.ts'
import { put } from '../../kit/table.ts'
import type { StoredMail } from '../model/mail.ts'
import type { Model } from '../model/model.ts'
import { tokenHash } from '../secrets/token-hash.ts'

/** A mail that was sent, with the token a developer would click on. */
export interface Mail extends Omit<StoredMail, 'id' | 'secrets'> {
  token: string
}

/** Where mails end up: nowhere but here, for whoever plays the developer to read. */
export interface Mailbox {
  send(mail: Mail): Promise<void>
  /** Oldest first. @param to only mails to this address */
  list(to?: string): Promise<Mail[]>
}

const capacity = 1000

/** A mailbox that forgets the oldest mail when it is full. */
export function mailboxIn({ mails }: Model, seal: Seals): Mailbox {
  return {
    async send({ token, ...mail }) {
      await put(mails, { id: tokenHash(token), ...mail, secrets: { token: seal.seal(token) } })
      const tooMany = (await mails.count()) - capacity
      if (tooMany <= 0) return
      for (const { id } of await mails.page({ from: 0, size: tooMany })) await mails.remove(id)
    },
    async list(to) {
      const rows = to === undefined ? await mails.all() : await mails.listBy('to', to.toLowerCase())
      return rows.map(({ to, portal_id, purpose, sent_at, secrets }) => ({
        ...{ to, portal_id, purpose, token: seal.open(secrets.token), sent_at },
      }))
    },
  }
}
