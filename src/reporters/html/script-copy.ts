/** Buttons that copy what stands beside them. */
export const copyScript = String.raw`
for (const button of all('button.copy')) {
  const source = button.parentElement.querySelector('pre')
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.textContent)
    } catch {
      getSelection().selectAllChildren(source)
      document.execCommand('copy')
    }
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 1500)
  })
}
`
