// Cred: who contributed how much by SourceCred's count, from which reading, and how it came about week by week.

import { lazy, Suspense, useState } from 'react'
import {
  CredDocument,
  CredMembersDocument,
  type CredQuery,
  MoreCredDocument,
  type ParticipantFragment,
} from '../../../schema/generated/dashboard.ts'
import type { Head } from '../graphql/streams.ts'
import { Shown, useAsked } from '../here.tsx'
import { Doubles } from '../parts/doubles.tsx'
import { OfCommunity } from '../parts/of-community.tsx'
import { At } from '../parts/time.tsx'
import { Link, Outside, paths, useTitle } from '../route.tsx'
import { number, percent } from '../words.ts'

const WeekChart = lazy(() => import('../parts/chart.tsx'))

type Cred = NonNullable<NonNullable<CredQuery['community']>['cred']>

export default function CredPage({ slug }: { slug: string }) {
  return (
    <OfCommunity slug={slug} tab="cred">
      {(head) => <Body head={head} />}
    </OfCommunity>
  )
}

function Body({ head }: { head: Head }) {
  useTitle(`Cred of ${head.name}`)
  const asked = useAsked(CredDocument, { community: head.id }, { fresh: true })
  return (
    <>
      <h1>Cred</h1>
      <Shown asked={asked}>
        {({ community }) =>
          community?.cred ? (
            <>
              <Source cred={community.cred} />
              <Suspense fallback={<p className="waiting">Loading…</p>}>
                <WeekChart weeks={community.cred.history} label="Cred of everyone by week" />
              </Suspense>
              <Leaderboard head={head} cred={community.cred} />
              <FindMember head={head} />
            </>
          ) : (
            <p className="empty">No SourceCred instance is connected to this community.</p>
          )
        }
      </Shown>
      <Doubles community={head.id} />
    </>
  )
}

const troubles: Record<string, string> = {
  UNREACHABLE: 'The instance does not answer now.',
  INVALID: 'What the instance says now cannot be understood.',
  LOADING: 'The instance is being read.',
}

function Source({ cred: { source, snapshot, total } }: { cred: Cred }) {
  return (
    <>
      {snapshot.stale && (
        <p className="warning" role="status">
          <b>These numbers are old.</b> {troubles[source.status] ?? ''} {source.problem} They are as they were read{' '}
          <At instant={snapshot.fetchedAt} />.
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>In all</dt>
          <dd>{number(total)}</dd>
        </div>
        <div>
          <dt>Participants</dt>
          <dd>{number(snapshot.participantCount, 0)}</dd>
        </div>
        <div>
          <dt>Counted up to</dt>
          <dd>{snapshot.lastIntervalEnd ? <At instant={snapshot.lastIntervalEnd} short /> : 'unknown'}</dd>
        </div>
        <div>
          <dt>Read</dt>
          <dd>
            <At instant={snapshot.fetchedAt} /> from{' '}
            <Outside to={source.url}>{source.url.replace(/^https?:\/\//, '')}</Outside>
          </dd>
        </div>
        <div>
          <dt>Snapshot</dt>
          <dd>
            <code>{snapshot.id}</code>
          </dd>
        </div>
      </dl>
    </>
  )
}

function Leaderboard({ head, cred }: { head: Head; cred: Cred }) {
  const [more, setMore] = useState<string[]>([])
  const { nodes, pageInfo } = cred.leaderboard
  const most = nodes[0]?.share || 1
  return (
    <section aria-labelledby="leaderboard">
      <h2 id="leaderboard">Leaderboard</h2>
      <table className="leaderboard">
        <thead>
          <tr>
            <th scope="col">Rank</th>
            <th scope="col">Who</th>
            <th scope="col">Cred</th>
            <th scope="col">Share</th>
          </tr>
        </thead>
        <Rows nodes={nodes} most={most} />
        {more.map((after, index) => (
          <More
            key={after}
            head={head}
            after={after}
            most={most}
            last={index === more.length - 1}
            goOn={(cursor) => setMore([...more, cursor])}
          />
        ))}
      </table>
      {pageInfo.hasNextPage && more.length === 0 && (
        <button type="button" onClick={() => setMore([pageInfo.endCursor!])}>
          Show more
        </button>
      )}
    </section>
  )
}

function Rows({ nodes, most }: { nodes: ParticipantFragment[]; most: number }) {
  return (
    <tbody>
      {nodes.map(({ identityId, rank, name, total, share }) => (
        <tr key={identityId}>
          <td>{rank}</td>
          <th scope="row">{name}</th>
          <td>{number(total)}</td>
          <td>
            <span className="share">
              <span className="bar thin" aria-hidden="true">
                <span className="part voted" style={{ width: `${(share / most) * 100}%` }} />
              </span>
              {percent(share)}
            </span>
          </td>
        </tr>
      ))}
    </tbody>
  )
}

function More(props: { head: Head; after: string; most: number; last: boolean; goOn(cursor: string): void }) {
  const { data } = useAsked(MoreCredDocument, { community: props.head.id, after: props.after })
  const board = data?.community?.cred?.leaderboard
  if (!board) return null
  return (
    <>
      <Rows nodes={board.nodes} most={props.most} />
      {props.last && board.pageInfo.hasNextPage && (
        <tbody>
          <tr>
            <td colSpan={4}>
              <button type="button" onClick={() => props.goOn(board.pageInfo.endCursor!)}>
                Show more
              </button>
            </td>
          </tr>
        </tbody>
      )}
    </>
  )
}

function FindMember({ head }: { head: Head }) {
  const [search, setSearch] = useState('')
  const asked = useAsked(CredMembersDocument, { community: head.id, search: search.trim() || null }, { fresh: true })
  return (
    <section aria-labelledby="members">
      <h2 id="members">One member</h2>
      <search>
        <label>
          Name or username{' '}
          <input type="search" value={search} maxLength={100} onChange={(event) => setSearch(event.target.value)} />
        </label>
      </search>
      <Shown asked={asked}>
        {({ community }) => (
          <ul className="people">
            {community?.members.nodes.map(({ id, name }) => (
              <li key={id}>
                <Link to={paths.member(id)}>{name}</Link>
              </li>
            ))}
            {community?.members.nodes.length === 0 && <li className="empty">Nobody of that name.</li>}
            {community?.members.pageInfo.hasNextPage && <li className="aside">and more: type a part of the name</li>}
          </ul>
        )}
      </Shown>
    </section>
  )
}
