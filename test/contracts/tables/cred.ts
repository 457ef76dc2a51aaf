import type { Tables } from '../../../subgraphs/cred/storage/tables.ts'
import type { Columns } from './columns.ts'

export const cred: Columns<Tables> = {
  accounts: {
    community: 'text',
    key: 'text',
    member: 'text',
    account: 'json',
  },
  members: {
    id: 'text',
    community: 'text',
    person: 'text',
    since: 'text',
  },
  pins: {
    snapshot: 'text',
  },
  rosters: {
    community: 'text',
    position: 'number',
  },
  snapshot_bodies: {
    snapshot: 'text',
    body: 'bytes',
  },
  snapshots: {
    id: 'text',
    community: 'text',
    source_url: 'text',
    sha256: 'text',
    fetched_at: 'time',
    last_interval_end: 'time',
    participants: 'number',
    files: 'json',
    ledger_problem: 'text?',
  },
  sources: {
    community: 'text',
    url: 'text',
    refresh_every_seconds: 'number',
    generation: 'number',
    status: 'text',
    problem: 'text?',
    refreshed_at: 'time',
    attempted_at: 'time',
    etags: 'json',
    snapshot: 'text',
  },
}
