// Who did something on a platform, and to what.

import type { ActionLineFragment } from '../../../schema/generated/dashboard.ts'
import { Link, Outside, paths } from '../route.tsx'

type Done = Pick<ActionLineFragment, 'initiator' | 'initiatorName'>
type Happened = Done & { subject: Pick<ActionLineFragment['subject'], 'title' | 'url'> }

/** The member, else the name on the platform; null where nobody knows. */
export function who({ initiator, initiatorName }: Done) {
  return initiator ? <Link to={paths.member(initiator.id)}>{initiator.name}</Link> : initiatorName
}

export function ByWhomToWhat({ action }: { action: Happened }) {
  const { subject } = action
  const by = who(action)
  return (
    <>
      {by && <> by {by}</>}
      {subject.title && (
        <>
          : <Outside to={subject.url}>{subject.title}</Outside>
        </>
      )}
    </>
  )
}
