// By whom something happened on a platform, and to what.

import type { ActionLineFragment } from '../../../schema/generated/dashboard.ts'
import { Link, Outside, paths } from '../route.tsx'

type Happened = Pick<ActionLineFragment, 'initiator' | 'initiatorName'> & {
  subject: Pick<ActionLineFragment['subject'], 'title' | 'url'>
}

export function ByWhomToWhat({ action: { initiator, initiatorName, subject } }: { action: Happened }) {
  return (
    <>
      {initiator ? (
        <>
          {' '}
          by <Link to={paths.member(initiator.id)}>{initiator.name}</Link>
        </>
      ) : (
        initiatorName && ` by ${initiatorName}`
      )}
      {subject.title && (
        <>
          : <Outside to={subject.url}>{subject.title}</Outside>
        </>
      )}
    </>
  )
}
