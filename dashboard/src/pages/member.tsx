// One member: their cred and how their accounts were matched to it, their roles, their votes.

import { lazy, Suspense } from 'react'
import {
  CredOfMemberDocument,
  type CredOfMemberQuery,
  MemberHeadDocument,
} from '../../../schema/generated/dashboard.ts'
import { Shown, useAsked } from '../here.tsx'
import { CommunityFrame } from '../parts/community-frame.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { SignInLink } from '../parts/sign-in-link.tsx'
import { At } from '../parts/time.tsx'
import { Link, paths, useTitle } from '../route.tsx'
import { number, percent, platformName } from '../words.ts'

const WeekChart = lazy(() => import('../parts/chart.tsx'))

type Member = NonNullable<CredOfMemberQuery['member']>

export default function MemberPage({ id }: { id: string }) {
  const asked = useAsked(MemberHeadDocument, { id })
  useTitle(asked.data?.member?.name)
  return (
    <Shown asked={asked}>
      {({ member }) =>
        member ? (
          <CommunityFrame head={member.community}>
            <h1>{member.name}</h1>
            <Whole id={member.id} />
            <SignInLink member={member} community={member.community.id} />
          </CommunityFrame>
        ) : (
          <Nothing />
        )
      }
    </Shown>
  )
}

function Whole({ id }: { id: string }) {
  const asked = useAsked(CredOfMemberDocument, { member: id }, { fresh: true })
  return (
    <Shown asked={asked}>
      {({ member }) =>
        member && (
          <>
            {member.cred && <CredOf cred={member.cred} />}
            <div className="columns even">
              <Accounts member={member} />
              <Roles member={member} />
            </div>
            <Votes member={member} />
          </>
        )
      }
    </Shown>
  )
}

const statuses: Record<Member['cred']['status'], string> = {
  FOUND: '',
  NOT_FOUND: 'No identity of the SourceCred instance holds any of these accounts.',
  AMBIGUOUS: 'More than one identity answers to an account of theirs; none is guessed.',
  SHARED: 'Their account belongs to the same person as another member, for whom the cred counts.',
  UNAVAILABLE: 'Cred cannot be read now, or no instance is connected.',
}

function CredOf({ cred }: { cred: Member['cred'] }) {
  const { status, total, rank, share, lastWeeks, intervals, matches, heldBy, snapshot } = cred
  return (
    <section aria-labelledby="cred">
      <h2 id="cred">Cred</h2>
      {status !== 'FOUND' && (
        <p className="warning">
          {statuses[status]}
          {heldBy && (
            <>
              {' '}
              It is <Link to={paths.member(heldBy.id)}>{heldBy.name}</Link>.
            </>
          )}
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>In all</dt>
          <dd>{number(total, 2)}</dd>
        </div>
        <div>
          <dt>Last 12 weeks</dt>
          <dd>{number(lastWeeks, 2)}</dd>
        </div>
        <div>
          <dt>Rank</dt>
          <dd>{rank ?? 'none'}</dd>
        </div>
        <div>
          <dt>Share</dt>
          <dd>{percent(share)}</dd>
        </div>
        {snapshot && (
          <div>
            <dt>Read</dt>
            <dd>
              <At instant={snapshot.fetchedAt} />
              {snapshot.stale && <span className="tag">old</span>}
            </dd>
          </div>
        )}
      </dl>
      {status === 'FOUND' && (
        <Suspense fallback={<p className="waiting">Loading…</p>}>
          <WeekChart weeks={intervals} label="Their cred by week" />
        </Suspense>
      )}
      {matches.length > 0 && (
        <>
          <h3>Matched by</h3>
          <ul className="lines">
            {matches.map(({ identityId, name, address, cred }) => (
              <li key={`${identityId} ${address}`}>
                <span className="what">
                  {name} <code className="aside">{address}</code>
                </span>
                <b className="amount">{number(cred, 2)}</b>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function Accounts({ member }: { member: Member }) {
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">Accounts</h2>
      <ul className="lines">
        {member.accounts.map(({ platform, host, externalId, username, proof }) => (
          <li key={`${platform} ${host} ${externalId}`}>
            <span className="what">
              {platformName(platform)} <b>{username ?? externalId}</b>
            </span>
            <span className="tag">{proof === 'VERIFIED' ? 'proved' : 'by an administrator’s word'}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Roles({ member }: { member: Member }) {
  return (
    <section aria-labelledby="roles">
      <h2 id="roles">Roles</h2>
      {member.roles.length === 0 && <p className="empty">None.</p>}
      <ul className="lines">
        {member.roles.map(({ role, grantedAt, decisionId }) => (
          <li key={role.id}>
            <span className="what">
              <b>{role.name}</b> <At instant={grantedAt} short />
            </span>
            {decisionId && <Link to={paths.decision(decisionId)}>the decision</Link>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Votes({ member }: { member: Member }) {
  const votes = member.votes?.nodes ?? []
  return (
    <section aria-labelledby="votes">
      <h2 id="votes">Votes</h2>
      {votes.length === 0 && <p className="empty">None yet.</p>}
      <ul className="lines">
        {votes.map(({ id, proposal, choices, castAt }) => (
          <li key={id}>
            <span className="what">
              <Link to={paths.proposal(proposal.id)}>{proposal.title}</Link> <At instant={castAt} />
            </span>
            <b>
              {choices.map((key) => proposal.choices.find((choice) => choice.key === key)?.label ?? key).join(' › ')}
            </b>
          </li>
        ))}
      </ul>
    </section>
  )
}
