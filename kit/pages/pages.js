// What works better with scripts on: copy buttons. Everything else is links and forms.
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
