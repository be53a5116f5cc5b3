// What works better with scripts on: copying, files, live lists, and forms that are sent once. Everything else is links and forms.
document.documentElement.classList.add('scripted')

// What is copied stands in an element. A link copies, then leads on; when the browser lets nobody copy, with the next click.
document.addEventListener('click', async (event) => {
  const copier = event.target.closest('[data-copy]')
  if (!copier) return
  const { href, dataset } = copier
  if (href) event.preventDefault()
  const source = document.getElementById(dataset.copy)
  const copied = await copyOf(source.textContent)
  if (href && copied) return location.assign(href)
  if (!copied) getSelection().selectAllChildren(source)
  if (href) delete dataset.copy
  copier.textContent = copied ? 'Copied' : href ? 'Copy by hand, then close' : 'Please copy by hand'
  copier.setAttribute('aria-label', copier.textContent)
})

/** Browsers have a clipboard on loopback and with TLS alone. */
const copyOf = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

// A form is sent once: a second click would ask again, and its refusal would stand where the first answer does.
document.addEventListener('submit', (event) => {
  const { target, submitter } = event
  if (target.getAttribute('method') !== 'post') return
  if (target.ariaBusy) return event.preventDefault()
  for (const sent of [target, submitter]) if (sent) turn(sent, 'true')
})
// Whoever comes back to it may send it again.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  for (const sent of document.querySelectorAll('[aria-busy]')) turn(sent, null)
})

/** Marks what was sent, or no longer; a button may say something else meanwhile. */
function turn(sent, busy) {
  sent.ariaBusy = busy
  const { textContent, dataset } = sent
  if (dataset.busy) [sent.textContent, dataset.busy] = [dataset.busy, textContent]
}

// The text of a chosen file goes into its area, to be looked at before it is sent.
document.addEventListener('change', async ({ target }) => {
  const [file] = target.files ?? []
  if (!file || !target.dataset.fills) return
  const area = document.getElementById(target.dataset.fills)
  area.value = await file.text()
  area.focus()
})

// A live list keeps what is unfolded in it when it comes again. One that comes as it was is left alone: a click just then would go astray.
let came = document.querySelector('[data-keeps-open]')?.innerHTML
const listIn = (page, { id }) => new DOMParser().parseFromString(page, 'text/html').getElementById(id)?.innerHTML
const unfolded = (list) => [...list.querySelectorAll('details[open] > summary[id]')].map(({ id }) => id)
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  if (!('keepsOpen' in detail.target.dataset) || !detail.shouldSwap) return
  const comes = listIn(detail.serverResponse, detail.target)
  detail.shouldSwap = comes !== came
  if (!detail.shouldSwap) return
  came = comes
  const ids = unfolded(detail.target)
  const restore = () => {
    for (const id of ids) document.getElementById(id)?.parentElement.setAttribute('open', '')
  }
  document.addEventListener('htmx:afterSwap', restore, { once: true })
})
