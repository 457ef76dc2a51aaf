// What we say on Open Collective, which takes HTML: whatever people wrote (a title, a reason, a message) stays text.

/** Text as HTML: paragraphs and lines as they are, http(s) addresses as links, and everything else escaped. */
export function htmlOf(text: string): string {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${linked(paragraph.trim()).replace(/\n/g, '<br>')}</p>`)
    .join('')
}

/** The same with a last line by which we know it again. */
export function markedHtmlOf(text: string, mark: string): string {
  return `${htmlOf(text)}<p><em>Folkmoot ${escaped(mark)}</em></p>`
}

const address = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/

function linked(text: string): string {
  return text
    .split(address)
    .map((part) => (address.test(part) ? `<a href="${escaped(part)}">${escaped(part)}</a>` : escaped(part)))
    .join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!)
}
