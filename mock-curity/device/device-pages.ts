import { html } from '../../kit/html.ts'
import { form } from '../../kit/pages/form.ts'
import { page } from '../authentication-page.ts'

/** Asks for the code that the device shows, and who is there. `failed`: the last answers did not fit. */
export const userCodePage = (given: { userCode: string; username?: string; failed?: boolean }): string =>
  page(
    'Connect a device',
    form({
      label: 'Connect a device',
      fields: [
        { name: 'user_code', label: 'Code', autocomplete: 'off', required: true },
        { name: 'username', label: 'User name', autocomplete: 'username', required: true },
        { name: 'password', label: 'Password', kind: 'password', autocomplete: 'current-password', required: true },
      ],
      submit: 'Allow',
      beside: html`<button type="submit" name="action" value="deny" class="secondary outline">Deny</button>`,
      typed: { user_code: given.userCode, username: given.username },
      errors: given.failed ? { '': 'Unknown code, or incorrect user name or password.' } : {},
    }),
  )

/** What the user decided. */
export const decidedPage = (approved: boolean): string =>
  page(
    'Connect a device',
    approved
      ? html`<p>The device is connected. You may close this page.</p>`
      : html`<p>The device was refused. You may close this page.</p>`,
  )
