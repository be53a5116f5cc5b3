// What works better with scripts on: copy buttons. Everything else is links and forms.
document.documentElement.classList.add('scripted')

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent)
  button.textContent = 'Copied'
})
