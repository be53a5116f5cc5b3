import { type Html, html } from '../html.ts'

export interface Table {
  /** What it lists: said to who does not see the heading above it. */
  label: string
  /** The one with what can be done is named by an empty text. */
  columns: readonly string[]
  /** A cell for each column, of each row; the first names the row. */
  rows: readonly (readonly (Html | string)[])[]
  /** Stands in place of a table without rows. */
  none: Html | string
  /** `data-testid` of the table. */
  testId?: string
}

/** A table whose rows are named by their first cell; it scrolls by itself where it is wider than the page. */
export function table({ label, columns, rows, none, testId }: Table): Html {
  if (rows.length === 0) return html`<p>${none}</p>`
  return html`<div class="overflow-auto"><table aria-label="${label}"${testId !== undefined && html` data-testid="${testId}"`}>
<thead><tr>${columns.map((column) => html`<th scope="col">${column === '' ? html`<span class="unseen">Actions</span>` : column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...cells]) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody>
</table></div>`
}
