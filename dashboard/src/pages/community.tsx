// A community, now: what is open and how it stands, what was decided and what became of it, what waits, who holds which role.

import {
  CommunityNowDocument,
  type CommunityNowQuery,
  type ExpenseLineFragment,
  MoreDecisionsDocument,
  type ProposalCardFragment,
} from '../../../schema/generated/dashboard.ts'
import type { Head } from '../graphql/streams.ts'
import { Shown, useAsked } from '../here.tsx'
import { DecisionCard } from '../parts/decision-card.tsx'
import { Further } from '../parts/further.tsx'
import { OfCommunity } from '../parts/of-community.tsx'
import { TallyBars } from '../parts/tally.tsx'
import { At, Left } from '../parts/time.tsx'
import { Link, Outside, paths, useTitle } from '../route.tsx'
import { count, money } from '../words.ts'

type Now = NonNullable<CommunityNowQuery['community']>

export function CommunityNow({ slug }: { slug: string }) {
  return (
    <OfCommunity slug={slug} tab="now">
      {(head) => <Body head={head} />}
    </OfCommunity>
  )
}

function Body({ head }: { head: Head }) {
  useTitle(head.name)
  const asked = useAsked(CommunityNowDocument, { community: head.id })
  return (
    <>
      <h1>{head.name}</h1>
      <Shown asked={asked}>
        {({ community }) =>
          community && (
            <div className="columns">
              <div>
                <Open proposals={community.proposals?.nodes ?? []} />
                <Decided head={head} decisions={community.decisions} />
              </div>
              <div>
                <Expenses expenses={community.expenses?.nodes ?? []} />
                <Roles roles={community.roles ?? []} />
                <p className="aside">
                  {community.driver?.kind === 'EXTERNAL'
                    ? 'Another system decides here, by this API.'
                    : 'The policies of this community decide.'}{' '}
                  <Link to={paths.policies(head.slug)}>Read them.</Link>
                </p>
              </div>
            </div>
          )
        }
      </Shown>
    </>
  )
}

function Open({ proposals }: { proposals: ProposalCardFragment[] }) {
  const open = proposals.filter(({ status }) => status === 'OPEN')
  return (
    <section aria-labelledby="open-now">
      <h2 id="open-now">
        Open now <span className="count">{open.length}</span>
      </h2>
      {open.length === 0 && (
        <p className="empty">Nothing is being decided at the moment. This page shows it when it begins.</p>
      )}
      {open.map((proposal) => (
        <article key={proposal.id} className="card ballot" aria-labelledby={`title-${proposal.id}`}>
          <div className="badges">
            <Left until={proposal.closesAt} />
            {proposal.enforcement === 'ADVISORY' && <span className="tag">advice</span>}
          </div>
          <h3 id={`title-${proposal.id}`}>
            <Link to={paths.proposal(proposal.id)}>{proposal.title}</Link>
          </h3>
          <TallyBars ballot={proposal} brief />
        </article>
      ))}
    </section>
  )
}

function Decided({ head, decisions }: { head: Head; decisions: Now['decisions'] | null }) {
  return (
    <section aria-labelledby="decided">
      <h2 id="decided">Decided</h2>
      {decisions?.nodes.length === 0 && <p className="empty">Nothing has been decided yet.</p>}
      {decisions?.nodes.map((decision) => (
        <DecisionCard key={decision.id} decision={decision} />
      ))}
      <Further
        from={decisions?.pageInfo}
        label="Show earlier decisions"
        query={MoreDecisionsDocument}
        variables={{ community: head.id }}
        placeOf={({ community }) => community?.decisions.pageInfo}
      >
        {({ community }) =>
          community?.decisions.nodes.map((decision) => <DecisionCard key={decision.id} decision={decision} />)
        }
      </Further>
    </section>
  )
}

function Expenses({ expenses }: { expenses: ExpenseLineFragment[] }) {
  const waiting = expenses.filter(({ status }) => status === 'PENDING')
  if (waiting.length === 0) return null
  return (
    <section aria-labelledby="expenses">
      <h2 id="expenses">
        Expenses waiting <span className="count">{waiting.length}</span>
      </h2>
      <ul className="lines">
        {waiting.map(({ id, description, amountInCents, currency, submittedBy, url, createdAt }) => (
          <li key={id}>
            <span className="what">
              <Outside to={url}>{description}</Outside>
              <span className="aside">
                {submittedBy}, <At instant={createdAt} short />
              </span>
            </span>
            <b className="amount">{money(amountInCents, currency)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Roles({ roles }: { roles: Now['roles'] }) {
  return (
    <section aria-labelledby="roles">
      <h2 id="roles">Roles</h2>
      {roles.length === 0 && <p className="empty">There are no roles yet.</p>}
      {roles.map(({ id, name, description, holders }) => (
        <div key={id} className="role">
          <h3>
            {name} <span className="count">{holders.nodes.length + (holders.pageInfo.hasNextPage ? '+' : '')}</span>
          </h3>
          {description && <p className="aside">{description}</p>}
          <ul className="people" aria-label={count(holders.nodes.length, 'holder')}>
            {holders.nodes.map((member) => (
              <li key={member.id}>
                <Link to={paths.member(member.id)}>{member.name}</Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
