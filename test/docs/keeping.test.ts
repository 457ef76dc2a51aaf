// Every table says whether it grows and what bounds it, and every setting that puts something away is told.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { keepingTable } from '../../backbone/database/keeping.ts'
import { subgraphNames } from '../../schema/subgraph-names.ts'
import { freshDatabase } from '../support/template.ts'

const text = readFileSync(join(import.meta.dirname, '../../docs/keeping.md'), 'utf8')
const section = (heading: string) => text.slice(text.indexOf(`## ${heading}\n`)).split('\n## ')[0]!

describe('docs/keeping.md', () => {
  it('docs/keeping.md has every table, and no other', async (t) => {
    const { db, drop } = await freshDatabase()
    t.after(drop)
    const { rows } = await sql<{ name: string }>`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname in (${sql.join(['backbone', ...subgraphNames])})`.execute(db.root)
    const said = [...section('Every table').matchAll(/^\| `(\w+\.\w+)` \| [^|]+ \| [^|]+ \|$/gm)]
    assert.deepEqual(
      said.map(([, name]) => name),
      rows.map(({ name }) => name).sort(),
    )
  })

  it('docs/keeping.md has every setting with its default, and each bounds a table', () => {
    const said = [...section('Settings').matchAll(/^\| `(\w+)` \|.*\| ([\d,]+) \|$/gm)]
    assert.deepEqual(
      said.map(([, name, days]) => [name, Number(days)]),
      Object.values(keepingTable).map(({ setting, default: days }) => [setting, days]),
    )
    for (const [, name] of said) assert.ok(section('Every table').includes(`\`${name}\``), name)
  })
})
