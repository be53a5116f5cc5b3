import { type Html, html } from '../html.ts'

/** A refusal, by the name of the field it concerns; under `''` what concerns the whole form. */
export type FieldErrors = Readonly<Record<string, string>>

/** What was typed, by field; a field that may hold several values has a list. */
export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>

export interface FormState {
  typed?: Typed | undefined
  errors?: FieldErrors | undefined
  /** What to do about the refusal. */
  advice?: string | undefined
  /** Said above the form, when nothing was refused. */
  notice?: string | undefined
}

interface Common {
  name: string
  label: string
  /** A sentence below the field. */
  hint?: string
  required?: boolean
  /** `data-testid` of the field. */
  testId?: string
}

export type Field = Common &
  (
    | { kind?: 'text' | 'password' | 'email' | 'url' | 'number'; autocomplete?: string; placeholder?: string }
    | {
        kind: 'area'
        rows?: number /** Label of a choice of a file whose text goes into the area; only with scripts. */
        upload?: string
      }
    | { kind: 'select'; options: readonly Option[]; decides?: string }
    | { kind: 'checkbox' }
    | { kind: 'checkboxes'; options: readonly Option[] }
    | { kind: 'hidden' }
  )

export interface Option {
  value: string
  label: string
}

export interface Form extends FormState {
  /** Where it is sent; default: the page itself. */
  action?: string
  /** `get` for a choice that another page is made of; default: `post`. */
  method?: 'get' | 'post'
  /** For tests and assistive technology: what the form is. */
  label: string
  fields: readonly Field[]
  submit: string
  /** What the submit button says while the form is on its way. */
  busy?: string
  /** `data-testid` of the submit button. */
  submitTestId?: string
  /** Further buttons or links beside the submit button. */
  beside?: Html
}

/** The name under which a form is sent when only its fields are to be others: see `decides` of a select. */
export const refreshName = '_refresh'

/**
 * A form whose refusals stand at the fields they concern, with what was typed kept (passwords are not sent back). Browsers check
 * nothing: it is the API that refuses, in its words. A select may decide which fields there are: its `decides` is the label of
 * a button that sends the form with `refreshName`, to be answered by the form as it is then; scripts do the same on each choice.
 */
export function form({ method = 'post', ...parts }: Form): Html {
  const { action, label, fields, submit, busy, submitTestId, beside, typed = {}, errors = {} } = parts
  return html`<form method="${method}" novalidate aria-label="${label}"${action !== undefined && html` action="${action}"`}>
${refusal(parts)}
${fields.map((field) => fieldOf(field, label, typed[field.name], errors[field.name]))}
<div class="actions"><button type="submit"${testId(submitTestId)}${busy !== undefined && html` data-busy="${busy}"`}>${submit}</button>${beside}</div>
</form>`
}

const testId = (id: string | undefined): Html | undefined => (id === undefined ? undefined : html` data-testid="${id}"`)

/** What was refused as a whole, and the advice; also that a field was, for whoever does not see where. */
export function refusal({ errors = {}, advice, notice }: FormState): Html | false {
  const { '': whole, ...fields } = errors
  const text =
    whole ?? (Object.keys(fields).length > 0 ? 'Refused: what is wrong stands at the fields below.' : undefined)
  if (text === undefined) return notice !== undefined && html`<p role="status" class="notice">${notice}</p>`
  return html`<div role="alert" class="refusal"><p>${text}</p>${advice !== undefined && html`<p class="advice">${advice}</p>`}</div>`
}

function fieldOf(
  field: Field,
  formLabel: string,
  value: string | readonly string[] | undefined,
  error: string | undefined,
): Html {
  const { name, label, hint } = field
  const text = typeof value === 'string' ? value : ''
  if (field.kind === 'hidden') return html`<input type="hidden" name="${name}" value="${text}">`
  const said = describedBy(name, hint, error)
  const marks = html` name="${name}" id="${name}"${field.required && html` required`}${testId(field.testId)}${said.marks}`
  switch (field.kind) {
    case 'checkbox':
      return html`<label class="check"><input type="checkbox"${marks} value="true"${text === 'true' && html` checked`}> ${label}</label>${said.texts}`
    case 'checkboxes':
      return choices(field, typeof value === 'string' ? [value] : (value ?? []), said)
    case 'select':
      return html`<label for="${name}">${label}</label><select${marks}${field.decides !== undefined && decides(formLabel)}>${field.options.map((option) => html`<option value="${option.value}"${option.value === text && html` selected`}>${option.label}</option>`)}</select>${field.decides !== undefined && html`<button class="decides secondary outline" name="${refreshName}" value="true">${field.decides}</button>`}${said.texts}`
    case 'area':
      return html`<label for="${name}">${label}</label>${field.upload !== undefined && fileChoice(name, field.upload)}<textarea${marks} rows="${field.rows ?? 3}">${text}</textarea>${said.texts}`
    default:
      return html`<label for="${name}">${label}</label><input type="${field.kind ?? 'text'}"${marks}${field.autocomplete !== undefined && html` autocomplete="${field.autocomplete}"`}${field.placeholder !== undefined && html` placeholder="${field.placeholder}"`}${field.kind !== 'password' && html` value="${text}"`}>${said.texts}`
  }
}

/** It has no name, and so is not sent. */
const fileChoice = (name: string, label: string): Html =>
  html`<label class="upload">${label} <input type="file" data-fills="${name}"></label>`

/** The form as it is after a choice, in place of the form. */
const decides = (label: string): Html =>
  html` hx-post="" hx-vals="${JSON.stringify({ [refreshName]: 'true' })}" hx-target="closest form" hx-select="main form[aria-label='${label}']" hx-swap="outerHTML"`

function choices(
  { name, label, options }: Common & { options: readonly Option[] },
  chosen: readonly string[],
  said: Said,
): Html {
  return html`<fieldset${said.marks}><legend>${label}</legend>${options.map(
    (option) =>
      html`<label class="check"><input type="checkbox" name="${name}" value="${option.value}"${chosen.includes(option.value) && html` checked`}> ${option.label}</label>`,
  )}</fieldset>${said.texts}`
}

interface Said {
  marks: Html
  texts: Html
}

/** What stands below a field, and the attributes that tie it to the field. */
function describedBy(name: string, hint: string | undefined, error: string | undefined): Said {
  const ids = [hint !== undefined && `${name}-hint`, error !== undefined && `${name}-error`].filter(Boolean).join(' ')
  return {
    marks: html`${ids !== '' && html` aria-describedby="${ids}"`}${error !== undefined && html` aria-invalid="true"`}`,
    texts: html`${hint !== undefined && html`<small id="${name}-hint">${hint}</small>`}${error !== undefined && html`<small id="${name}-error" class="refusal">${error}</small>`}`,
  }
}
