import { html } from '../../kit/html.ts'
import { page } from '../authentication-page.ts'

/** Asks for the code that the device shows, and who is there. `failed`: the last answers did not fit. */
export const userCodePage = (given: { userCode: string; username?: string; failed?: boolean }): string =>
  page(
    'Connect a device',
    html`${given.failed && html`<p role="alert">Unknown code, or incorrect user name or password.</p>`}
<form method="post">
<p><label>Code <input name="user_code" value="${given.userCode}" autocomplete="off" required autofocus></label></p>
<p><label>User name <input name="username" value="${given.username ?? ''}" autocomplete="username" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button name="action" value="approve">Allow</button> <button name="action" value="deny">Deny</button></p>
</form>`,
  )

/** What the user decided. */
export const decidedPage = (approved: boolean): string =>
  page(
    'Connect a device',
    approved
      ? html`<p>The device is connected. You may close this page.</p>`
      : html`<p>The device was refused. You may close this page.</p>`,
  )
