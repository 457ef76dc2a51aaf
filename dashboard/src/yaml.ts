// A policy's document as text: as it was written where it is text, else as YAML.

import { stringify } from 'yaml'

export const textOf = (document: unknown): string =>
  typeof document === 'string' ? document.replace(/^\n+/, '') : stringify(document, { lineWidth: 100 })
