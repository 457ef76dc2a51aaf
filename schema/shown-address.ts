// Addresses as they may be shown: in messages, logs and answers. What stands behind `?`, `#` or before `@` may be a secret.

/** Origin and path of an address, or of what was meant to be one; at most 100 characters. */
export function shownAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol)) return `${url.origin}${url.pathname}`.slice(0, 100)
  return text
    .replace(/[?#].*$/s, '')
    .replace(/^([a-z][a-z0-9+.-]*:)?(\/*)[^/@]*@/i, '$1$2')
    .slice(0, 100)
}

/** A value of JSON with every address in it as it may be shown. */
export function withShownAddresses(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!/^\s*https?:/i.test(value) || !URL.canParse(value)) return value
    const { search, hash, username, password } = new URL(value)
    return search || hash || username || password ? shownAddress(value) : value
  }
  if (Array.isArray(value)) return value.map(withShownAddresses)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withShownAddresses(inner)]))
}
