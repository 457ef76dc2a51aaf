// Where Folkmoot's own files stand: the schema, the page's sources, the package.

import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')
