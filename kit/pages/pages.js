// What works better with scripts on: copy buttons, and links that look like buttons. Everything else is links and forms.
document.documentElement.classList.add('scripted')

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  const { href, dataset } = button
  // A link copies, then leads on.
  if (href) event.preventDefault()
  const { textContent } = document.getElementById(dataset.copy)
  const copied = await navigator.clipboard.writeText(textContent).then(
    () => true,
    () => false,
  )
  if (href) return location.assign(href)
  button.textContent = copied ? 'Copied' : 'Please copy by hand'
  button.setAttribute('aria-label', button.textContent)
})

// The text of a chosen file goes into its area, to be looked at before it is sent.
document.addEventListener('change', async ({ target }) => {
  const [file] = target.files ?? []
  if (!file || !target.dataset.fills) return
  const area = document.getElementById(target.dataset.fills)
  area.value = await file.text()
  area.focus()
})

// A live list keeps what is unfolded in it when it comes again.
const unfolded = (list) => [...list.querySelectorAll('details[open] > summary[id]')].map(({ id }) => id)
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  if (!('keepsOpen' in detail.target.dataset)) return
  const ids = unfolded(detail.target)
  const restore = () => {
    for (const id of ids) document.getElementById(id)?.parentElement.setAttribute('open', '')
  }
  document.addEventListener('htmx:afterSwap', restore, { once: true })
})

// A link that looks like a button is pressed like one.
document.addEventListener('keydown', (event) => {
  if (event.key !== ' ' || !event.target.matches('a[role="button"]')) return
  event.preventDefault()
  event.target.click()
})
