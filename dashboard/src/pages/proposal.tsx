// A proposal: the question and what asked for it, how it stands, one's own vote, what happened, who voted, and by which rule.

import { Fragment } from 'react'
import { ProposalDocument, ProposalHeadDocument, type ProposalQuery } from '../../../schema/generated/dashboard.ts'
import { Shown, useAsked } from '../here.tsx'
import { BallotBox } from '../parts/ballot-box.tsx'
import { CommunityFrame } from '../parts/community-frame.tsx'
import { DecisionCard } from '../parts/decision-card.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { TallyBars } from '../parts/tally.tsx'
import { At, Left } from '../parts/time.tsx'
import { Timeline } from '../parts/timeline.tsx'
import { Votes } from '../parts/votes.tsx'
import { who } from '../parts/what.tsx'
import { Link, Outside, paths, useTitle } from '../route.tsx'
import { casterInWords, count, kindInWords, methods, money, number, percent, platformName } from '../words.ts'

type Proposal = NonNullable<ProposalQuery['proposal']>

export function ProposalPage({ id }: { id: string }) {
  const asked = useAsked(ProposalHeadDocument, { id })
  useTitle(asked.data?.proposal?.title)
  return (
    <Shown asked={asked}>
      {({ proposal }) =>
        proposal ? (
          <CommunityFrame head={proposal.community}>
            <h1>{proposal.title}</h1>
            <Whole id={proposal.id} community={proposal.community.id} />
          </CommunityFrame>
        ) : (
          <Nothing />
        )
      }
    </Shown>
  )
}

function Whole({ id, community }: { id: string; community: string }) {
  const asked = useAsked(ProposalDocument, { proposal: id })
  return (
    <Shown asked={asked}>
      {({ proposal }) =>
        proposal && (
          <>
            <Trigger proposal={proposal} />
            {proposal.body && <p className="body">{proposal.body}</p>}
            <div className="columns">
              <div>
                <Replaced proposal={proposal} />
                <Terms proposal={proposal} />
                {proposal.decision && <DecisionCard decision={proposal.decision} />}
                <section className="card ballot" aria-labelledby="standing">
                  <h2 id="standing">{proposal.status === 'OPEN' ? 'How it stands' : 'How it was counted'}</h2>
                  <div className="badges">
                    {proposal.status === 'OPEN' ? (
                      <Left until={proposal.closesAt} />
                    ) : (
                      <span className="left">closed {proposal.closedAt && <At instant={proposal.closedAt} />}</span>
                    )}
                    {proposal.enforcement === 'ADVISORY' && <span className="tag">advice</span>}
                  </div>
                  <TallyBars ballot={proposal} />
                </section>
                <BallotBox proposal={proposal} community={community} />
                <Votes proposal={proposal} />
              </div>
              <div>
                <Rule proposal={proposal} />
                <Timeline id={proposal.id} choices={proposal.choices} decision={proposal.decision} />
              </div>
            </div>
          </>
        )
      }
    </Shown>
  )
}

function Trigger({ proposal: { trigger } }: { proposal: Proposal }) {
  if (!trigger) return null
  const { kind, subject, occurredAt, expense } = trigger
  const by = who(trigger)
  return (
    <p className="trigger">
      Asked because of <b>{kindInWords(kind)}</b>
      {by && <> by {by}</>}: <Outside to={subject.url ?? expense?.url}>{subject.title ?? subject.id}</Outside>
      {expense && <b> {money(expense.amountInCents, expense.currency)}</b>}, <At instant={occurredAt} />
    </p>
  )
}

/** What one agrees to who votes for it. */
function Terms({ proposal: { termsInWords } }: { proposal: Proposal }) {
  if (termsInWords.length === 0) return null
  return (
    <section className="card" aria-labelledby="terms">
      <h2 id="terms">What is voted on</h2>
      <dl>
        {termsInWords.map(({ name, label, value }) => (
          <Fragment key={name}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

/** That the terms were others before, or are others now. */
function Replaced({ proposal: { replaces, replacedBy } }: { proposal: Proposal }) {
  const voted = replaces?.viewerVote?.choices.map(
    (key) => replaces.choices.find((choice) => choice.key === key)?.label ?? key,
  )
  return (
    <>
      {replacedBy && (
        <p className="card invite" role="status">
          This is not asked any more. The question as it is now:{' '}
          <Link to={paths.proposal(replacedBy.id)}>{replacedBy.title}</Link>
        </p>
      )}
      {replaces && (
        <p className="aside">
          It was asked <Link to={paths.proposal(replaces.id)}>before, on other terms</Link>.
          {voted && <> You voted {voted.join(', ')} there; that vote does not count here.</>}
        </p>
      )}
    </>
  )
}

/** What was fixed when it opened. */
function Rule({ proposal }: { proposal: Proposal }) {
  const { policy, electorate, passes, method, venues, enforcement, openedBy } = proposal
  return (
    <section aria-labelledby="rule">
      <h2 id="rule">By which rule</h2>
      <dl>
        <dt>Policy</dt>
        <dd>
          {policy ? (
            <Link to={paths.policy(policy.id)}>
              {policy.name}, version {policy.version}
            </Link>
          ) : (
            'none: it was opened by hand'
          )}
        </dd>
        {openedBy && (
          <>
            <dt>Opened by</dt>
            <dd>{casterInWords(openedBy)}</dd>
          </>
        )}
        <dt>Who may vote</dt>
        <dd>
          {count(electorate.size, 'member')}: {electorate.description}
          {electorate.snapshot && (
            <span className="aside">
              {' '}
              Cred as read <At instant={electorate.snapshot.fetchedAt} />, {number(electorate.totalWeight)} in all
            </span>
          )}
        </dd>
        <dt>It passes</dt>
        <dd>
          {methods[method]}
          {method !== 'CONSENT' && `; more than ${percent(passes.threshold)} for it`}
          {passes.quorum > 0 && `; at least ${percent(passes.quorum)} vote`}
          {passes.minVotes > 1 && `; at least ${count(passes.minVotes, 'vote')}`}
          {passes.objections > 1 && `; ${count(passes.objections, 'objection')} block`}
          {passes.closeEarly && '; it closes early once nothing can change it'}
          {passes.closeEarly && passes.closeEarlyAfter && `, but not before ${passes.closeEarlyAfter} have passed`}
        </dd>
        <dt>The outcome</dt>
        <dd>
          {enforcement === 'ENFORCING' ? 'is carried out' : 'is advice: people are told, and what they do is recorded'}
        </dd>
        {venues.length > 0 && (
          <>
            <dt>Also on</dt>
            <dd>
              {venues.map(({ platform, url, externalId }) => (
                <span key={`${platform} ${externalId}`}>
                  <Outside to={url}>{platformName(platform)}</Outside>{' '}
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}
