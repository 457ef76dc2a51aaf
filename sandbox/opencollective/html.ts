// What Open Collective does to HTML that is given to it: keeps a few tags, drops the rest, and sends links through its
// own redirect.

const KEPT = new Set(
  'p br strong b em i u s strike del ul ol li a blockquote code pre h1 h2 h3 h4 hr img div'.split(' '),
)
const DROPPED_WITH_CONTENT = /<(script|style|iframe|object)\b[\s\S]*?(<\/\1\s*>|$)/gi
const TOKENS = /<!--[\s\S]*?-->|<\/?([a-z][a-z0-9]*)\b([^<>]*)>|&(?:#\d+|#x[0-9a-f]+|[a-z]+);|[<>&]|[^<>&]+/gi
const ESCAPED: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' }

/** The HTML as it is stored and shown. */
export function sanitize(html: string, webUrl: string): string {
  return html.replace(DROPPED_WITH_CONTENT, '').replace(TOKENS, (token, tag?: string, attributes?: string) => {
    if (token.startsWith('<!--')) return ''
    if (!tag) return ESCAPED[token] ?? token
    const name = tag.toLowerCase()
    if (!KEPT.has(name)) return ''
    if (token.startsWith('</')) return `</${name}>`
    return name === 'a' ? `<a${link(attributes ?? '', webUrl)}>` : `<${name}>`
  })
}

/** One line of a text for lists: inline tags stay, blocks become spaces. */
export function summarize(html: string): string {
  return html
    .replace(/<\/?(?!\/?(strong|b|em|i|a)\b)[a-z][^>]*>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 240)
}

function link(attributes: string, webUrl: string): string {
  const href = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes)
  const address = href?.[1] ?? href?.[2] ?? ''
  if (!/^https?:\/\//i.test(address)) return ''
  if (address.startsWith(`${webUrl}/`)) return ` href="${address}"`
  return ` href="${webUrl}/redirect?url=${encodeURIComponent(address)}"`
}
