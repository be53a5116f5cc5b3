import { type Html, html } from '../../kit/html.ts'
import type { Typed } from '../../kit/pages/form.ts'

/** Which page of a list an address asks for; the first when it says nothing that is one. */
export const pageOf = ({ page }: Typed): number => {
  const number = Number(page)
  return Number.isSafeInteger(number) && number > 0 ? number : 1
}

/** The ways to the pages before and after, where there are any. */
export function pager(
  place: string,
  { number, size, total }: { number: number; size: number; total: number },
): Html | false {
  const last = Math.max(1, Math.ceil(total / size))
  if (last === 1 && number === 1) return false
  const before = Math.min(number - 1, last)
  return html`<nav aria-label="Pages"><ul>
<li>${number > 1 && html`<a href="${place}?page=${before}" rel="prev">Previous</a>`}</li>
<li>Page ${number} of ${last}</li>
<li>${number < last && html`<a href="${place}?page=${number + 1}" rel="next">Next</a>`}</li>
</ul></nav>`
}
