// Tests that start many processes on the one server go one after the other: together they would want more connections
// than a PostgreSQL server gives by default (100).

import type { TestContext } from 'node:test'
import pg from 'pg'
import { readTestDatabaseUrl } from '../../backbone/config.ts'

/** Waits until no other such test runs; this one's turn ends with it. Embedded, none needs to. */
export async function crowd(t: TestContext): Promise<void> {
  const connectionString = readTestDatabaseUrl()
  if (connectionString === null) return
  const client = new pg.Client({ connectionString })
  await client.connect()
  t.after(() => client.end())
  await client.query("select pg_advisory_lock(hashtext('folkmoot.tests.crowd'))")
}
