import { type Html, html } from '../html.ts'

export interface Action {
  /** Where it is sent, as a POST. */
  action: string
  label: string
  /** What the label leaves open, for who does not see beside what it stands. */
  about?: string
  /** Sent along. */
  values?: Readonly<Record<string, string>>
}

/** A button that does something at once. */
export const actionButton = ({ action, label, about, values = {} }: Action): Html =>
  html`<form method="post" action="${action}" class="action">${hidden(values)}<button type="submit" class="secondary outline"${about !== undefined && html` aria-label="${label} ${about}"`}>${label}</button></form>`

/** A button that has to be unfolded first, with what it will do: for what cannot be undone. Works with scripts off. */
export const confirmedAction = ({ action, label, values = {} }: Action, consequence: string): Html =>
  html`<details class="confirm"><summary>${label}</summary><p>${consequence}</p><form method="post" action="${action}">${hidden(values)}<button type="submit" class="contrast">${label}</button></form></details>`

const hidden = (values: Readonly<Record<string, string>>): Html[] =>
  Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
