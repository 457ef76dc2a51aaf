// Everything that a database has, as text.

import { sql } from 'kysely'
import type { Database } from '../../backbone/database/database.ts'

export interface Cell {
  /** With its schema and table. */
  column: string
  text: string
}

/** Every value of every column of all tables, those of the jobs among them. */
export async function everyCell(db: Database): Promise<Cell[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select schemaname || '.' || tablename as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`.execute(db.root)
  const cells: Cell[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from ${sql.table(name)} t`.execute(db.root)
    for (const { row } of rows)
      for (const [column, value] of Object.entries(row))
        if (value !== null)
          cells.push({ column: `${name}.${column}`, text: typeof value === 'string' ? value : JSON.stringify(value) })
  }
  return cells
}
