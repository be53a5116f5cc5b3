import { Html, html } from '../../kit/html.ts'
import { type Field, form } from '../../kit/pages/form.ts'
import { page } from '../authentication-page.ts'
import { type Asked, type ConsentQuestion, fieldOf } from './consent.ts'

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
${form({
  label: 'Sign in',
  fields: [
    { name: 'username', label: 'User name', autocomplete: 'username', required: true },
    { name: 'password', label: 'Password', kind: 'password', autocomplete: 'current-password', required: true },
  ],
  submit: 'Sign in',
  beside: cancel('Cancel'),
  typed: { username },
  errors: failed ? { '': 'Incorrect user name or password.' } : {},
})}`,
  )

/** A second button of a form, by which the user goes back empty-handed. */
const cancel = (label: string): Html =>
  html`<button type="submit" name="action" value="cancel" class="secondary outline">${label}</button>`

/** Asks whether the client may have what it requests, and which of it where the user may choose. */
export function consentPage({ client, question }: { client: string; question: ConsentQuestion }): string {
  const { asked, optional } = question
  const needed = {
    scopes: asked.scopes.filter((name) => !optional.scopes.includes(name)),
    claims: asked.claims.filter((name) => !optional.claims.includes(name)),
  }
  const choices = [
    ...optional.scopes.map((name) => choice('scope', name)),
    ...optional.claims.map((name) => choice('claim', name)),
  ]
  return page(
    'Allow access',
    html`${asks(client, needed, choices.length > 0)}
${form({
  label: 'Allow access',
  fields: choices,
  submit: 'Allow',
  beside: cancel('Deny'),
  typed: Object.fromEntries(choices.map(({ name }) => [name, 'true'])),
})}`,
  )
}

function asks(client: string, { scopes, claims }: Asked, more: boolean): Html {
  if (scopes.length + claims.length === 0)
    return more ? html`<p>${client} asks for what you choose:</p>` : html`<p>${client} asks to act in your name.</p>`
  return html`<p>${client} asks for:</p>
<ul>${scopes.map((name) => html`<li>${name}</li>`)}${claims.map((name) => html`<li>${claimLabel(name)}</li>`)}</ul>
${more && html`<p>And for what you choose:</p>`}`
}

const choice = (kind: 'scope' | 'claim', name: string): Field => ({
  kind: 'checkbox',
  name: fieldOf(kind, name),
  label: kind === 'scope' ? name : claimLabel(name),
})

const claimLabel = (name: string) => `the claim ${name}`

/**
 * Asks whether to sign out.
 * @param engineForm the engine's own form, HTML already, whose id it fixes; it is sent to where the page is, by whatever name
 */
export const logoutPage = (engineForm: string): string => {
  const own = engineForm
    .replace(/ action="https?:\/\/[^/"]+/, ' action="')
    .replace('</form>', '<button name="logout" value="yes">Sign out</button></form>')
  return page('Sign out', html`<p>Do you want to sign out?</p>${new Html(own)}`)
}

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
