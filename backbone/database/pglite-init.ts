// Makes a new embedded database in the folder given as argument. Run as a process of its own: what initdb needs
// (some 160 MB) is gone with it.

import { createPglite } from './pglite.ts'

const pglite = await createPglite({ dataDir: process.argv[2]! })
await pglite.close()
process.exit(0)
