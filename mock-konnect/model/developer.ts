import type { TableSpec } from '../../kit/table.ts'
import type { ApprovalState, Entity } from './common.ts'

/** Somebody who signs in at a portal (`konnect.md` 5.1, 9.2). */
export interface Developer extends Entity {
  readonly portal_id: string
  readonly email: string
  readonly full_name: string
  readonly status: ApprovalState
  /** Salted hash (`secrets/password.ts`); null until the developer has set a password. */
  readonly password_hash: string | null
}

/** A sign-in. The cookies carry tokens; their SHA-256 is what is kept. */
export interface DeveloperSession extends Entity {
  readonly developer_id: string
  readonly access_hash: string
  readonly refresh_hash: string
  /** ISO times after which the tokens are dead. */
  readonly access_expires_at: string
  readonly refresh_expires_at: string
}

/** A token sent by e-mail: to confirm an address, or to set a password. */
export interface MailToken extends Entity {
  readonly developer_id: string
  readonly purpose: 'verify-email' | 'reset-password'
  readonly token_hash: string
  readonly expires_at: string
}

export const developers: TableSpec<Developer> = {
  name: 'developers',
  indexes: { portal: (row) => row.portal_id },
  unique: { email: (row) => `${row.portal_id} ${row.email.toLowerCase()}` },
}

export const developerSessions: TableSpec<DeveloperSession> = {
  name: 'developer_sessions',
  indexes: { developer: (row) => row.developer_id },
  unique: { access: (row) => row.access_hash, refresh: (row) => row.refresh_hash },
}

export const mailTokens: TableSpec<MailToken> = {
  name: 'mail_tokens',
  indexes: { developer: (row) => row.developer_id },
  unique: { token: (row) => row.token_hash },
}
