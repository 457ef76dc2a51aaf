// Names that look the same, or that a platform takes for the same, in one form to compare them by.

/** What is not seen: zero-width characters, joiners, variation selectors, soft hyphens and the like (Unicode's own list). */
const unseen = /\p{Default_Ignorable_Code_Point}/gu

/** Whether the text has characters that are not seen. */
export function hasUnseen(text: string): boolean {
  return text.search(unseen) !== -1
}

/** The text in its plainest characters, without those that are not seen; its case stays. */
export function plain(text: string): string {
  return text.normalize('NFKC').replace(unseen, '')
}

/** The one form of all spellings of a name: whatever its case, the way its characters are composed, and what is not seen in it. */
export function spelling(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase()
  return plain(text.toLowerCase()).toLowerCase()
}

/** As `spelling`, of a length that an index can hold: what is longer is compared by its beginning. */
export function spellingKey(text: string): string {
  return [...spelling(text)].slice(0, 400).join('')
}

/** Platforms whose ids may be names or hexadecimal numbers: their case does not count. */
const idsWithoutCase = new Set(['github', 'discourse', 'opencollective', 'reddit', 'ethereum'])

/** The one form of all spellings of a platform's own id. Elsewhere an id is what it is. */
export function idSpellingKey(platform: string, id: string): string {
  return idsWithoutCase.has(platform) ? spellingKey(id) : id
}
