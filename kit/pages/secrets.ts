import { type Html, html } from '../html.ts'

/** Values to take away, each with a button that copies it. Shown once: the page that has them cannot be loaded again. */
export const secrets = (values: readonly { id: string; label: string; value: string }[]): Html => html`
<div class="secret">${values.map(
  ({ id, label, value }) => html`
<span>${label}:</span><code id="${id}">${value}</code><button type="button" class="secondary" data-copy="${id}" aria-label="Copy ${label}">Copy</button>`,
)}
</div>`
