// Exits with 0 if a PostgreSQL server answers at the address given.

import pg from 'pg'

const client = new pg.Client({ connectionString: process.argv[2]!, connectionTimeoutMillis: 3000 })
client.on('error', () => {})
client.connect().then(
  () => client.end().then(() => process.exit(0)),
  () => process.exit(1),
)
