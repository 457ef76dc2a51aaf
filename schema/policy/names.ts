// Whether two names of policies read the same to people: what decides money must not hide behind a letter of another alphabet.

import unhomoglyph from 'unhomoglyph'

/**
 * What people may read a name as, in order. Two names that share a reading are too near. Case, spaces and the Unicode form do
 * not count; letters that look alike are one letter, by the skeletons of UTS #39, section 4 (data: confusables.txt 13.0, from the
 * package unhomoglyph). There are two readings, because small and capital letters look like different things: `I` like `l`, `i` not.
 */
export function readingsOf(name: string): string[] {
  const plain = name.normalize('NFKC').trim().replace(/\s+/g, ' ')
  return [...new Set([plain.toLowerCase(), plain].map((text) => skeleton(text).toLowerCase()))].sort()
}

function skeleton(text: string): string {
  return unhomoglyph(text.normalize('NFD')).normalize('NFD')
}
