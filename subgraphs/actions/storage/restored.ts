// A backup does not know what was done after it was made. What it holds as still to be done may have been done meanwhile: so
// each is marked as sent at the time it was asked for, and whoever takes it up looks at the platform before it repeats it.

export const afterRestore: readonly string[] = [
  `update actions.actions
    set sent_at = coalesce(sent_at, recorded_at), place = coalesce(place, recorded_at), claimed_by = null, claimed_until = null
    where direction = 'REQUESTED' and status in ('PENDING', 'UNKNOWN')`,
]
