// What happens, as it happens: actions on platforms and decisions, the newest first; and what went wrong, with a way to
// try it again for those who may.

import { useState } from 'react'
import { useMutation } from 'urql'
import {
  type ActionLineFragment,
  ActivityDocument,
  type ActivityQuery,
  MoreActivityDocument,
  RetryActionDocument,
} from '../../../schema/generated/dashboard.ts'
import type { Head } from '../graphql/streams.ts'
import { problemOf, Shown, useAsked, useMay } from '../here.tsx'
import { Acts } from '../parts/acts.tsx'
import { ComplianceBadge, OutcomeBadge } from '../parts/badges.tsx'
import { EarlierExpenses } from '../parts/earlier-expenses.tsx'
import { Further } from '../parts/further.tsx'
import { OfCommunity } from '../parts/of-community.tsx'
import { At } from '../parts/time.tsx'
import { ByWhomToWhat } from '../parts/what.tsx'
import { Link, paths, useTitle } from '../route.tsx'
import { actionStatuses, count, kindInWords, makers, platformName, refusal } from '../words.ts'

type Activity = NonNullable<ActivityQuery['community']>
type Action = Activity['actions']['nodes'][number]
type Decision = Activity['decisions']['nodes'][number]

export default function ActivityPage({ slug }: { slug: string }) {
  return (
    <OfCommunity slug={slug} tab="activity">
      {(head) => <Body head={head} />}
    </OfCommunity>
  )
}

function Body({ head }: { head: Head }) {
  useTitle(`Activity of ${head.name}`)
  const asked = useAsked(ActivityDocument, { community: head.id }, { fresh: true })
  return (
    <>
      <h1>Activity</h1>
      <Shown asked={asked}>
        {({ community }) =>
          community && (
            <>
              <Connections community={head.id} connections={community.connections ?? []} />
              <Acts community={head.id} />
              <Troubles head={head} activity={community} />
              <Stream head={head} activity={community} />
            </>
          )
        }
      </Shown>
    </>
  )
}

const connectionStatuses: Record<Activity['connections'][number]['status'], string> = {
  CONNECTED: 'connected',
  UNAUTHORIZED: 'refuses our credentials',
  UNREACHABLE: 'does not answer',
  DISCONNECTED: 'disconnected',
}

function Connections({ community, connections }: { community: string; connections: Activity['connections'] }) {
  if (connections.length === 0) return <p className="empty">No platform is connected.</p>
  return (
    <section aria-labelledby="platforms">
      <h2 id="platforms">Platforms</h2>
      <ul className="lines">
        {connections.map(({ id, platform, externalId, status, problem, lastEventAt }) => (
          <li key={id} data-status={status}>
            <span className="what">
              <b>{platformName(platform)}</b> {externalId}
              {problem && <span className="problem">{problem}</span>}
            </span>
            <span className="aside">
              <b className={status === 'CONNECTED' ? 'good' : 'bad'}>{connectionStatuses[status]}</b>
              {lastEventAt && (
                <>
                  , last heard <At instant={lastEventAt} />
                </>
              )}
            </span>
            {platform === 'opencollective' && status === 'CONNECTED' && (
              <EarlierExpenses community={community} connection={id} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What failed, what may or may not have happened, and what no policy could decide on. */
function Troubles({ head, activity }: { head: Head; activity: Activity }) {
  const may = useMay(head.id, 'INTEGRATE', 'DRIVE')
  const stuck = [...activity.failed.nodes, ...activity.unknown.nodes].filter(
    ({ status }) => status === 'FAILED' || status === 'UNKNOWN',
  )
  const waiting = activity.waiting.nodes.filter(({ problem }) => problem !== null)
  if (stuck.length + waiting.length === 0) return null
  return (
    <section aria-labelledby="troubles">
      <h2 id="troubles">
        What went wrong <span className="count">{stuck.length + waiting.length}</span>
      </h2>
      {stuck.map((action) => (
        <Stuck key={action.id} action={action} may={may} />
      ))}
      {waiting.map((action) => (
        <div key={action.id} className="card trouble">
          <p>
            <What action={action} />
          </p>
          <p className="problem">Nothing could be decided: {action.problem}</p>
        </div>
      ))}
    </section>
  )
}

function Stuck({ action, may }: { action: Action; may: boolean }) {
  const [{ fetching }, retry] = useMutation(RetryActionDocument)
  const [said, setSaid] = useState<string | null>(null)
  const again = async () => {
    const { data, error } = await retry({ action: action.id })
    const refused = data?.retryAction?.userErrors[0]
    setSaid(error ? problemOf(error) : refused ? refusal(refused) : 'It is tried again.')
  }
  const last = action.attempts.at(-1)
  return (
    <div className="card trouble">
      <p>
        <What action={action} />
      </p>
      <p className="problem">
        {action.status === 'FAILED' ? 'It failed' : 'It is not known whether it happened'}
        {last?.detail ? `: ${last.detail}` : '.'}
      </p>
      <p className="aside">{count(action.attempts.length, 'try', 'tries')} so far</p>
      {may && (
        <button type="button" disabled={fetching} onClick={() => void again()}>
          Try again
        </button>
      )}
      <span role="status">{said}</span>
    </div>
  )
}

function What({ action }: { action: ActionLineFragment }) {
  return (
    <>
      <b>{kindInWords(action.kind)}</b>
      <ByWhomToWhat action={action} />
    </>
  )
}

type Happened = { at: string; id: string; action: ActionLineFragment | null; decision: Decision | null }

function Stream({ head, activity }: { head: Head; activity: Activity }) {
  const { nodes, pageInfo } = activity.actions
  // Decisions are shown as far back as the actions are.
  const begins = pageInfo.hasNextPage ? nodes.at(-1)!.recordedAt : ''
  const decisions = activity.decisions.nodes.filter(({ decidedAt }) => decidedAt >= begins)
  const happened: Happened[] = [
    ...nodes.map((action) => ({ at: action.recordedAt, id: action.id, action, decision: null })),
    ...decisions.map((decision) => ({ at: decision.decidedAt, id: decision.id, action: null, decision })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1))
  return (
    <section aria-labelledby="stream">
      <h2 id="stream">As it happens</h2>
      {happened.length === 0 && <p className="empty">Nothing has happened yet.</p>}
      <ol className="stream">
        {happened.map((each) => (
          <Line key={each.id} happened={each} />
        ))}
      </ol>
      <Further
        from={pageInfo}
        label="Show what was before"
        query={MoreActivityDocument}
        variables={{ community: head.id }}
        placeOf={({ community }) => community?.actions.pageInfo}
      >
        {({ community }) => (
          <ol className="stream">
            {community?.actions.nodes.map((action) => (
              <Line key={action.id} happened={{ at: action.recordedAt, id: action.id, action, decision: null }} />
            ))}
          </ol>
        )}
      </Further>
    </section>
  )
}

function Line({ happened: { at, action, decision } }: { happened: Happened }) {
  if (decision) {
    return (
      <li className="decided" data-compliance={decision.compliance}>
        <span>
          <OutcomeBadge decision={decision} /> <ComplianceBadge compliance={decision.compliance} />{' '}
          {makers[decision.madeBy]}: <Link to={paths.decision(decision.id)}>{decision.proposal.title}</Link>
        </span>
        <At instant={at} />
      </li>
    )
  }
  if (!action) return null
  return (
    <li data-status={action.status}>
      <span>
        <What action={action} />
        {action.direction === 'REQUESTED' && (
          <>
            {' '}
            <span className="tag">{actionStatuses[action.status]}</span>
          </>
        )}
        {action.decisionId && (
          <>
            {' '}
            <Link to={paths.decision(action.decisionId)}>because it was decided</Link>
          </>
        )}
      </span>
      <At instant={at} />
    </li>
  )
}
