// What tables there are, asked of the database itself: so that a table of tomorrow is in the backup without a word here.

import { sql } from 'kysely'
import type { Tx } from '../database/database.ts'

export interface Table {
  schema: string
  name: string
  /** Those that are stored, not computed; with the type as SQL writes it. */
  columns: { name: string; type: string }[]
}

/** Tables of some schemas, by name. */
export async function tablesOf(tx: Tx, schemas: readonly string[]): Promise<Table[]> {
  const { rows } = await sql<{ schema: string; name: string; columns: Table['columns'] }>`
    select n.nspname as schema, c.relname as name,
      jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relkind = 'r' and n.nspname in (${sql.join([...schemas])})
    group by n.nspname, c.relname order by n.nspname, c.relname`.execute(tx)
  return rows
}

export interface Sequence {
  schema: string
  table: string
  column: string
  /** The last value given out; 0: none. */
  at: number
}

/** Sequences that number a column. */
export async function sequencesOf(tx: Tx, schemas: readonly string[]): Promise<Sequence[]> {
  const { rows } = await sql<Omit<Sequence, 'at'> & { sequence: string }>`
    select n.nspname as schema, c.relname as table, a.attname as column, d.objid::regclass::text as sequence
    from pg_depend d
    join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_class c on c.oid = d.refobjid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and n.nspname in (${sql.join([...schemas])})
    order by 1, 2, 3`.execute(tx)
  const sequences: Sequence[] = []
  for (const { sequence, ...of } of rows) {
    const value = await sql
      .raw<{ at: number }>(`select case when is_called then last_value else 0 end as at from ${sequence}`)
      .execute(tx)
    sequences.push({ ...of, at: Number(value.rows[0]!.at) })
  }
  return sequences
}
