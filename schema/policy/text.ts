// Text that came from a platform, made fit to be stored and shown.

/** What turns the direction of the text after it: with it one text is read as another. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g

export const hasTurning = (text: string): boolean => text.search(turning) !== -1
export const withoutTurning = (text: string): string => text.replace(turning, '')

/** At most so many characters, none of them NUL or half of a pair. */
export function cut(text: string, most: number): string {
  const clean = text.replaceAll('\0', '').toWellFormed()
  return clean.length > most ? `${clean.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : clean
}
