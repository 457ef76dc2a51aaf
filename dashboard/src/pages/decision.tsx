// A decision, at the address that it keeps for ever: what came of it, its place in the chain, and a check of the whole
// chain that believes nobody.

import { useState } from 'react'
import { DecisionDocument, DecisionHeadDocument, type DecisionQuery } from '../../../schema/generated/dashboard.ts'
import { checkChain, type Found } from '../chain.ts'
import { Shown, useAsked } from '../here.tsx'
import { ComplianceBadge, OutcomeBadge } from '../parts/badges.tsx'
import { CommunityFrame } from '../parts/community-frame.tsx'
import { ActionsDone, Cause, WhatBecame } from '../parts/decision-card.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Rounds } from '../parts/tally.tsx'
import { At } from '../parts/time.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { Link, paths, useTitle } from '../route.tsx'
import { count, labelOf, makers, number } from '../words.ts'

type Decision = NonNullable<DecisionQuery['decision']>

export function DecisionPage({ id }: { id: string }) {
  const asked = useAsked(DecisionHeadDocument, { id })
  const title = asked.data?.decision?.proposal.title
  useTitle(title && `Decision: ${title}`)
  return (
    <Shown asked={asked}>
      {({ decision }) =>
        decision ? (
          <CommunityFrame head={decision.proposal.community}>
            <h1>{decision.proposal.title}</h1>
            <Whole id={decision.id} community={decision.proposal.community.id} />
          </CommunityFrame>
        ) : (
          <Nothing />
        )
      }
    </Shown>
  )
}

function Whole({ id, community }: { id: string; community: string }) {
  const asked = useAsked(DecisionDocument, { decision: id })
  return (
    <Shown asked={asked}>
      {({ decision }) =>
        decision && (
          <div className="columns">
            <div>
              <section className="card decision" data-compliance={decision.compliance} aria-label="The decision">
                <div className="badges big">
                  <OutcomeBadge decision={decision} />
                  <ComplianceBadge compliance={decision.compliance} />
                  {decision.enforcement === 'ADVISORY' && <span className="tag">advice</span>}
                </div>
                <Cause decision={decision} />
                <p className="reason">{decision.reason}</p>
                <WhatBecame decision={decision} />
                <ActionsDone decision={decision} />
                <Waiting decision={decision} />
              </section>
              <Counted decision={decision} />
              <Record decision={decision} />
            </div>
            <div>
              <Facts decision={decision} />
              <Chain decision={decision} community={community} />
            </div>
          </div>
        )
      }
    </Shown>
  )
}

function Counted({ decision: { tally, proposal, madeBy } }: { decision: Decision }) {
  const asked = madeBy === 'VOTE' || tally.voters > 0
  if (!asked || tally.counts.length === 0) return null
  return (
    <section aria-labelledby="counted">
      <h2 id="counted">What was counted</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Choice</th>
            <th scope="col">{tally.rounds.length > 0 ? 'First preferences' : 'Votes'}</th>
            <th scope="col">Weight</th>
          </tr>
        </thead>
        <tbody>
          {tally.counts.map(({ choice, votes, weight }) => (
            <tr key={choice}>
              <th scope="row">{labelOf(proposal.choices, choice)}</th>
              <td>{number(votes, 0)}</td>
              <td>{number(weight, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {tally.rounds.length > 0 && <Rounds rounds={tally.rounds} choices={proposal.choices} />}
    </section>
  )
}

function Facts({ decision }: { decision: Decision }) {
  const { proposal, madeBy, maker, decidedAt, position } = decision
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">Who decided, and how</h2>
      <dl>
        <dt>Decided</dt>
        <dd>
          {makers[madeBy]}
          {maker && ` (${maker})`}, <At instant={decidedAt} />
        </dd>
        <dt>On the question</dt>
        <dd>
          <Link to={paths.proposal(proposal.id)}>{proposal.title}</Link>
        </dd>
        <dt>Under the policy</dt>
        <dd>
          {proposal.policy ? (
            <Link to={paths.policy(proposal.policy.id)}>
              {proposal.policy.name}, version {proposal.policy.version}
            </Link>
          ) : (
            'none'
          )}
        </dd>
        <dt>Place in the chain</dt>
        <dd>{number(position, 0)}</dd>
      </dl>
    </section>
  )
}

function Chain({ decision, community }: { decision: Decision; community: string }) {
  const [state, setState] = useState<'idle' | 'checking' | Found | { failed: string }>('idle')
  const check = async () => {
    setState('checking')
    setState(await checkChain(community).catch((error: Error) => ({ failed: error.message })))
  }
  const previous = typeof state === 'object' && 'hashes' in state && state.hashes.get(decision.previousHash ?? '')
  return (
    <section aria-labelledby="chain">
      <h2 id="chain">The chain</h2>
      <dl className="hashes">
        <dt>Hash</dt>
        <dd>
          <code>{decision.hash}</code>
        </dd>
        <dt>The one before</dt>
        <dd>
          {previous ? (
            <Link to={paths.decision(previous)}>
              <code>{decision.previousHash}</code>
            </Link>
          ) : (
            <code>{decision.previousHash ?? 'none: it is the first'}</code>
          )}
        </dd>
      </dl>
      <p className="aside">
        Each decision holds the hash of the one before, and of every vote: none can be changed or left out unseen.
      </p>
      <button type="button" disabled={state === 'checking'} onClick={() => void check()}>
        Check the chain
      </button>
      <div role="status" className="verdict">
        {state === 'checking' && 'Every decision is read with its votes, and all of it is computed here …'}
        {typeof state === 'object' && 'failed' in state && <p className="problem">{state.failed}</p>}
        {typeof state === 'object' && 'hashes' in state && <Verdict checked={state} hash={decision.hash} />}
      </div>
    </section>
  )
}

function Verdict({ checked, hash }: { checked: Found; hash: string }) {
  if (checked.brokenAt) {
    return (
      <p className="problem">
        The chain breaks at <Link to={paths.decision(checked.brokenAt)}>decision {checked.brokenAt}</Link>.{' '}
        {checked.problem}
      </p>
    )
  }
  if (checked.problem) return <p className="problem">The chain does not hold. {checked.problem}</p>
  if (!checked.hashes.has(hash)) return <p className="problem">The chain holds, but this decision is not in it.</p>
  return (
    <p className="good">
      Computed in your browser: {count(checked.decisions, 'decision')}, and every hash holds, this one among them.
      {checked.recounted > 0 && ` ${number(checked.recounted, 0)} of them were counted again from the votes.`}
      <span className="aside">
        {' '}
        Head <code>{checked.head?.slice(0, 16)}…</code>
        {checked.signed && ', signed'}
      </span>
    </p>
  )
}

function Record({ decision }: { decision: Decision }) {
  const { id, hash, record } = decision
  const save = () => {
    const text = JSON.stringify({ hash, record }, null, 2)
    const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: url, download: `${id}.json` }).click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }
  return (
    <section aria-labelledby="record">
      <h2 id="record">The record</h2>
      <p className="aside">Everything that the hash is over, as it was decided.</p>
      <button type="button" onClick={save}>
        Download as JSON
      </button>
      <details>
        <summary>Read it here</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
        <pre tabIndex={0}>{JSON.stringify(record, null, 2)}</pre>
      </details>
    </section>
  )
}
