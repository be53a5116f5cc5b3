import { type Html, html } from '../../kit/html.ts'
import { form } from '../../kit/pages/form.ts'
import { page } from '../authentication-page.ts'
import type { BackchannelRequest } from './backchannel-requests.ts'

const title = 'Requests that wait for you'

/** Asks who is there. `failed`: the last answer was wrong. */
export const userPage = (given: { username?: string | undefined; failed?: boolean } = {}): string =>
  page(
    title,
    form({
      label: 'Sign in',
      fields: [
        { name: 'username', label: 'User name', autocomplete: 'username', required: true },
        { name: 'password', label: 'Password', kind: 'password', autocomplete: 'current-password', required: true },
      ],
      submit: 'Sign in',
      typed: { username: given.username },
      errors: given.failed ? { '': 'Incorrect user name or password.' } : {},
    }),
  )

/** What a user has to decide on, with the name of each client. */
export const requestsPage = (waiting: readonly (BackchannelRequest & { client: string })[]): string =>
  page(title, waiting.length === 0 ? html`<p>Nothing waits for you.</p>` : html`${waiting.map(requestOf)}`)

const requestOf = ({ client, scope, bindingMessage, decisionId }: BackchannelRequest & { client: string }): Html =>
  html`<section><p>${client} asks for:</p>
<ul>${scope.split(' ').map((name) => html`<li>${name}</li>`)}</ul>
${bindingMessage !== undefined && html`<p>It shows: <strong>${bindingMessage}</strong></p>`}
<form method="post"><input type="hidden" name="decision" value="${decisionId}"><div class="actions"><button type="submit" name="action" value="allow">Allow</button><button type="submit" name="action" value="deny" class="secondary outline">Deny</button></div></form></section>`

const texts = {
  allowed: 'You let the application in. You may close this page.',
  denied: 'You refused the application. You may close this page.',
  gone: 'This request has expired, or was decided on already.',
}

/** What came of a decision. */
export const decidedPage = (how: keyof typeof texts): string => page(title, html`<p>${texts[how]}</p>`)
