// Makes a new embedded database in the folder given as argument. Run as a process of its own: what initdb needs
// (some 160 MB) is gone with it.

import { PGlite } from '@electric-sql/pglite'

const pglite = await PGlite.create(process.argv[2]!)
await pglite.close()
process.exit(0)
