import { type Html, html } from '../../../kit/html.ts'
import { actionButton, confirmedAction } from '../../../kit/pages/actions.ts'
import type { Notice } from '../frame.ts'

/** What can become of a request, by the status it gets (`konnect.md` 5). */
const decisions: Readonly<Record<string, { label: string; notice: Notice; from: readonly string[] }>> = {
  approved: { label: 'Approve', notice: 'approved', from: ['pending', 'rejected', 'revoked'] },
  rejected: { label: 'Reject', notice: 'rejected', from: ['pending'] },
  revoked: { label: 'Revoke', notice: 'revoked', from: ['approved'] },
}

interface Request {
  /** What names it to the action. */
  values: Readonly<Record<string, string>>
  /** What names it to people. */
  about: string
  status: string
}

/** The buttons of one row: what may be decided now, and its deletion. */
export const approvalActions = (place: string, { values, about, status: now }: Request): Html =>
  html`<div class="actions">${Object.entries(decisions)
    .filter(([, { from }]) => from.includes(now))
    .map(([status, { label }]) =>
      actionButton({ action: `${place}/decide`, label, about, values: { ...values, status } }),
    )}${confirmedAction({ action: `${place}/delete`, label: 'Delete', values }, `Deletes ${about}.`)}</div>`

export const decided = (status: unknown): Notice => decisions[String(status)]?.notice ?? 'saved'
