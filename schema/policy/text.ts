// Text that came from a platform, made fit to be stored and shown.

/** At most so many characters, none of them NUL or half of a pair. */
export function cut(text: string, most: number): string {
  const clean = text.replaceAll('\0', '').toWellFormed()
  return clean.length > most ? `${clean.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : clean
}
