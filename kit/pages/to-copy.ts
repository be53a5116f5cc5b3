import { type Html, html } from '../html.ts'

/** Copies what the element `id` says; only with scripts. */
export const copyButton = (id: string, label: string): Html =>
  html`<button type="button" class="secondary" data-copy="${id}" aria-label="Copy ${label}">Copy</button>`

/** Values to take away, each with a button that copies it. Shown once: the page that has them cannot be loaded again. */
export const secrets = (values: readonly { id: string; label: string; value: string }[]): Html => html`
<div class="secret">${values.map(
  ({ id, label, value }) => html`
<span>${label}:</span><code id="${id}">${value}</code>${copyButton(id, label)}`,
)}
</div>`
