import type { Sealed } from '../../kit/seal.ts'
import type { TableSpec } from '../../kit/table.ts'
import type { MailToken } from './developer.ts'

/** A mail that a developer would have got. Its id is the hash of its token. */
export interface StoredMail {
  readonly id: string
  readonly to: string
  readonly portal_id: string
  readonly purpose: MailToken['purpose']
  readonly sent_at: string
  /** `token`: what the developer would click on. */
  readonly secrets: Readonly<Record<'token', Sealed>>
}

export const mails: TableSpec<StoredMail> = {
  name: 'mails',
  indexes: { to: (row) => row.to.toLowerCase() },
}
