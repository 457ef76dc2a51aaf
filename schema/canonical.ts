/** Canonical JSON (RFC 8785). @throws TypeError for what JSON cannot hold */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    // Sorted by UTF-16 code units, as the RFC asks and as JavaScript compares.
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
  }
  const good = value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
  if (!good) throw new TypeError(`Wanted what JSON can hold; got ${String(value)}.`)
  return JSON.stringify(value)
}
