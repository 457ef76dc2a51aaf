// Names that mean something on every object. Where the parts of an answer are put together, a name of an operation becomes
// a key: `__proto__: members { … }` would write into Object.prototype, `toString: members { … }` onto its functions, and so
// into whatever this process does next. No schema needs such a name, so none is taken.

import { type DocumentNode, visit } from 'graphql'

const refused: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'])

/** The first such name, wherever in the document it stands: an alias, a field, a variable, a fragment, a key; null for none. */
export function refusedName(document: DocumentNode): string | null {
  let found: string | null = null
  visit(document, {
    Name({ value }) {
      if (refused.has(value)) found ??= value
    },
  })
  return found
}
