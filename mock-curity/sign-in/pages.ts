import { html } from '../../kit/html.ts'
import { page } from '../authentication-page.ts'

/** Asks for a user name and a password. `failed`: the last ones were wrong. */
export const signInPage = ({
  client,
  username = '',
  failed = false,
}: {
  client: string
  username?: string
  failed?: boolean
}): string =>
  page(
    'Sign in',
    html`<p>Sign in to continue to ${client}.</p>
${failed && html`<p role="alert">Incorrect user name or password.</p>`}
<form method="post">
<p><label>User name <input name="username" value="${username}" autocomplete="username" required autofocus></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button name="action" value="sign-in">Sign in</button> <button name="action" value="cancel" formnovalidate>Cancel</button></p>
</form>`,
  )

/** Asks whether the client may have what it requests. */
export const consentPage = ({ client, scopes }: { client: string; scopes: readonly string[] }): string =>
  page(
    'Allow access',
    html`<p>${client} asks for:</p>
<ul>${scopes.map((scope) => html`<li>${scope}</li>`)}</ul>
<form method="post">
<p><button name="action" value="allow">Allow</button> <button name="action" value="cancel">Deny</button></p>
</form>`,
  )

/** Asks whether to sign out. @param form the engine's own form, HTML already, whose id it fixes */
export const logoutPage = (form: string): string =>
  `${page('Sign out', html`<p>Do you want to sign out?</p>`).replace('</main>', `${form}</main>`)}`.replace(
    '</form>',
    '<button name="logout" value="yes">Sign out</button></form>',
  )

/** The end of a sign-out that leads nowhere else. */
export const signedOutPage = (): string => page('Signed out', html`<p>You are signed out.</p>`)

/** @param what the error, as far as callers are told */
export const refusalPage = (what: string): string => page('Bad request', html`<p>${what}</p>`)

/** The sign-in is over, or belongs to another browser. */
export const lostPage = (): string =>
  page(
    'Sign-in not found',
    html`<p>This sign-in has expired or was started elsewhere. Go back to the application and try again.</p>`,
  )
