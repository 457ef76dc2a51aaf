// What a column is to the code, and what it is in the database, in the same words: `text`, `time?` where it may be null.

import type { ColumnType } from 'kysely'
import { sql } from 'kysely'
import type { On } from '../../../backbone/database/database.ts'

type Read<Column> = Column extends ColumnType<infer Select, infer _Insert, infer _Update> ? Select : Column
type Kind<T> = [T] extends [string]
  ? 'text'
  : [T] extends [number]
    ? 'number'
    : [T] extends [boolean]
      ? 'boolean'
      : [T] extends [Date]
        ? 'time'
        : [T] extends [Uint8Array]
          ? 'bytes'
          : [T] extends [string[]]
            ? 'json' | 'texts'
            : 'json'
// What may be anything may be null.
type Described<T> = unknown extends T ? 'json' | 'json?' : null extends T ? `${Kind<Exclude<T, null>>}?` : Kind<T>

/** Every column of every table, as the code has them: a value of this type leaves none out and has none too many. */
export type Columns<Tables> = {
  readonly [Table in keyof Tables]: { readonly [Column in keyof Tables[Table]]: Described<Read<Tables[Table][Column]>> }
}

const kinds: Record<string, string> = {
  text: 'text',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  bool: 'boolean',
  timestamptz: 'time',
  jsonb: 'json',
  bytea: 'bytes',
  _text: 'texts',
}

/** Every column of every table of a schema, as the migrations made them. */
export async function columnsIn(on: On, schema: string): Promise<Record<string, Record<string, string>>> {
  const { rows } = await sql<{ table: string; column: string; type: string; nullable: boolean }>`
    select c.table_name as "table", c.column_name as "column", c.udt_name as type, c.is_nullable = 'YES' as nullable
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = ${schema} and t.table_type = 'BASE TABLE' order by 1, c.ordinal_position`.execute(on)
  const tables: Record<string, Record<string, string>> = {}
  for (const { table, column, type, nullable } of rows) {
    tables[table] ??= {}
    tables[table][column] = `${kinds[type] ?? type}${nullable ? '?' : ''}`
  }
  return tables
}
