// A decision: what came of it, why, and what was done on the platform.

import type { DecisionCardFragment, PeoplesActFragment } from '../../../schema/generated/dashboard.ts'
import { Link, Outside, paths } from '../route.tsx'
import { actionStatuses, complianceSentences, kindInWords, makers, peopleDid } from '../words.ts'
import { ComplianceBadge, OutcomeBadge } from './badges.tsx'
import { At } from './time.tsx'
import { ByWhomToWhat, who } from './what.tsx'

export function DecisionCard({ decision }: { decision: DecisionCardFragment }) {
  const { id, compliance, peoplesAct, problem, proposal, reason, decidedAt, madeBy, enforcement } = decision
  const isTold = compliance === 'OVERRIDDEN' || compliance === 'SUPERSEDED' || problem || peoplesAct
  return (
    <article className="card decision" data-compliance={compliance} aria-labelledby={`title-${id}`}>
      <div className="badges">
        <OutcomeBadge decision={decision} />
        <ComplianceBadge compliance={compliance} />
        {enforcement === 'ADVISORY' && <span className="tag">advice</span>}
      </div>
      <h3 id={`title-${id}`}>
        <Link to={paths.decision(id)}>{proposal.title}</Link>
      </h3>
      <Cause decision={decision} />
      <p className="reason">{reason}</p>
      {isTold && <WhatBecame decision={decision} />}
      <ActionsDone decision={decision} />
      <p className="aside">
        Decided {makers[madeBy]}, <At instant={decidedAt} />
      </p>
    </article>
  )
}

/** What happened that was decided on, and who did it. */
export function Cause({ decision: { proposal } }: { decision: Pick<DecisionCardFragment, 'proposal'> }) {
  const { trigger } = proposal
  if (!trigger) return null
  return (
    <p className="aside">
      {kindInWords(trigger.kind)}
      <ByWhomToWhat action={trigger} />
    </p>
  )
}

/** What became of it on the platform; where people made it so, who they were and what they did. */
export function WhatBecame({
  decision: { compliance, peoplesAct, supersededBy, problem },
}: {
  decision: Pick<DecisionCardFragment, 'compliance' | 'peoplesAct' | 'supersededBy' | 'problem'>
}) {
  const by = peoplesAct && who(peoplesAct)
  const did = peopleDid[compliance]
  return (
    <p className={compliance === 'OVERRIDDEN' ? 'override' : 'aside'}>
      {by && did ? (
        <>
          {by} {did}
        </>
      ) : (
        complianceSentences[compliance]
      )}
      {problem && <span className="problem"> {problem}</span>}
      {supersededBy && (
        <>
          {' '}
          What stands instead: <Link to={paths.decision(supersededBy.id)}>{supersededBy.proposal.title}</Link>.
        </>
      )}
      {peoplesAct && (
        <>
          {' '}
          {kindInWords(peoplesAct.kind)}
          <Title of={peoplesAct.subject} />, <At instant={peoplesAct.occurredAt} />
        </>
      )}
    </p>
  )
}

/** What was done on platforms because of it. */
export function ActionsDone({ decision }: { decision: Pick<DecisionCardFragment, 'actions'> }) {
  const actions = decision.actions ?? []
  if (actions.length === 0) return null
  return (
    <ul className="done">
      {actions.map(({ id, kind, status, subject, problem }) => (
        <li key={id} data-status={status}>
          <span className="kind">{kindInWords(kind)}</span>
          <Title of={subject} />: <b>{actionStatuses[status]}</b>
          {problem && <span className="problem"> {problem}</span>}
        </li>
      ))}
    </ul>
  )
}

function Title({ of: { title, url } }: { of: PeoplesActFragment['subject'] }) {
  if (!title) return null
  return (
    <>
      {' '}
      “<Outside to={url}>{title}</Outside>”
    </>
  )
}
