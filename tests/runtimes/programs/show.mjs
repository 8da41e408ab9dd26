// What came of something becomes a page's text.

/** Shows it when it is there, or why it is not. */
export async function show(outcome) {
  const shown = document.createElement('pre')
  shown.id = 'outcome'
  shown.textContent = JSON.stringify(await outcome.catch((error) => ({ ran: 0, failed: { suite: String(error?.stack ?? error) } })))
  document.body.append(shown)
}
