// The event log and the audit log without a person.

import { sql } from 'kysely'
import { readOn } from '../log/read.ts'
import { rowsAtOnce, type Step } from './erasing.ts'
import { namingTypes, withoutPerson } from './events.ts'

const events: Step = async (tx, person, after) => {
  const { community } = person
  const found = await readOn(tx, { community, types: namingTypes, after: Number(after ?? 0), limit: rowsAtOnce })
  const changed = found.flatMap((event) => {
    const payload = withoutPerson(event, person)
    return JSON.stringify(payload) === JSON.stringify(event.payload) ? [] : [{ position: event.position, payload }]
  })
  if (changed.length > 0)
    await sql`update backbone.events e set payload = c.payload
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as c (position bigint, payload jsonb)
      where e.position = c.position`.execute(tx)
  return found.length < rowsAtOnce ? null : String(found.at(-1)!.position)
}

/** Of records of form 1 the address goes out of the record itself: what its digest was over is not there any more, and that is said. */
const addresses: Step = async (tx, { community, ids }, after) => {
  const { rows } = await sql<{ place: number }>`
    with mine as (
      select place from backbone.audit where community = ${community} and actor = any(${[...ids]}::text[])
        and place > ${Number(after ?? 0)} order by place limit ${rowsAtOnce}),
    erased as (
      update backbone.audit a set address = null, salt = null, erased = true,
        record = case when record ->> 'form' = '1' then jsonb_set(record, '{address}', 'null') else record end
      from mine where a.community = ${community} and a.place = mine.place and not a.erased
        and (a.address is not null or a.record ->> 'address' is not null))
    select place from mine order by place`.execute(tx)
  return rows.length < rowsAtOnce ? null : String(rows.at(-1)!.place)
}

export const logSteps: readonly Step[] = [events, addresses]
