import { expect, test } from 'vitest'
import { Html, html } from '../../kit/html.ts'

test('everything interpolated is escaped', () => {
  const evil = `<script>alert("1" & '2')</script>`
  expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
    '<p title="&#60;script&#62;alert(&#34;1&#34; &#38; &#39;2&#39;)&#60;/script&#62;">' +
      '&#60;script&#62;alert(&#34;1&#34; &#38; &#39;2&#39;)&#60;/script&#62;</p>',
  )
})

test('what is HTML already stays as it is, in lists too', () => {
  const items = ['a<', 'b'].map((item) => html`<li>${item}</li>`)
  expect(html`<ul>${items}</ul>${new Html('<hr>')}`.text).toBe('<ul><li>a&#60;</li><li>b</li></ul><hr>')
})

test('nothing is printed for undefined and false, and zero is a number', () => {
  expect(html`<p>${undefined}${false}${0}</p>`.text).toBe('<p>0</p>')
})

test('a list that is not HTML is escaped, whatever its type promised', () => {
  const smuggled = ['<b>'] as unknown as Html[] // as untyped JavaScript could pass it
  expect(html`${smuggled}`.text).toBe('&#60;b&#62;')
})

test('HTML turns into its text', () => {
  expect(`${html`<p>${1}</p>`}`).toBe('<p>1</p>')
})
