// The subgraphs of the shop, all in this process.

import { serveParts } from './federation-parts.ts'
import { partNames, schemaOf } from './federation-shop.ts'

await serveParts(Object.fromEntries(partNames.map((name) => [name, { schema: schemaOf(name), context: () => ({}) }])))
process.on('SIGTERM', () => process.exit(0))
