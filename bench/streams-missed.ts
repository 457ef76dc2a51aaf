// Decisions by the thousand, for those who missed them: copies of the last one that was made, with ids of their own.

import { sql } from 'kysely'
import type { Database } from '../backbone/database/database.ts'

export async function copyLastDecision(db: Database, count: number): Promise<void> {
  await db.transaction(async (tx) => {
    const run = (text: string) => sql.raw(text).execute(tx)
    const copies = `generate_series(1, ${count}) n`
    await run(`create temporary table last on commit drop as
      select d.id as decision, d.proposal, e.position as event, h.position as head
      from backbone.events e join proposals.decisions d on d.id = e.payload -> 'decision' ->> 'id', backbone.head h
      where e.type = 'proposals.proposal.decided' order by e.position desc limit 1`)
    await run(`insert into proposals.proposals
      select (jsonb_populate_record(p, jsonb_build_object('id', p.id || '_' || n))).*
      from proposals.proposals p join last on last.proposal = p.id, ${copies}`)
    await run(`insert into proposals.decisions
      select (jsonb_populate_record(d, jsonb_build_object('id', d.id || '_' || n, 'proposal', d.proposal || '_' || n,
        'position', d.position + n))).*
      from proposals.decisions d join last on last.decision = d.id, ${copies}`)
    await run(`insert into proposals.follow_ups
      select (jsonb_populate_record(f, jsonb_build_object('decision', f.decision || '_' || n,
        'proposal', f.proposal || '_' || n))).*
      from proposals.follow_ups f join last on last.decision = f.decision, ${copies}`)
    await run(`insert into backbone.events (position, id, community, type, version, payload)
      select last.head + n, e.id || '_' || n, e.community, e.type, e.version, jsonb_set(jsonb_set(e.payload,
        '{decision,id}', to_jsonb(last.decision || '_' || n)), '{proposal}', to_jsonb(last.proposal || '_' || n))
      from backbone.events e join last on last.event = e.position, ${copies}`)
    await run(`update backbone.head set position = position + ${count}`)
    // The chain goes on after the copies, which are not of it.
    await run(`update proposals.chains set length = length + ${count}`)
  })
}
