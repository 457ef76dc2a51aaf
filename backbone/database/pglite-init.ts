// Makes a new embedded database as it is told by standard input. Run as a process of its own.

import { text } from 'node:stream/consumers'
import { overPglite } from './embedded.ts'
import { migrate } from './migrate.ts'
import { createPglite } from './pglite.ts'
import type { Order } from './prepared.ts'

const { database, parts } = JSON.parse(await text(process.stdin)) as Order
const pglite = await createPglite({ dataDir: database })
const db = overPglite(pglite, async () => {})
if (Object.keys(parts).length > 0) await migrate(db, parts)
await db.close()
process.exit(0)
