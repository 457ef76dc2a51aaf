// How a ballot stands: what each choice has by weight and by head, where the threshold lies, who voted of those who may,
// and what it would come to if it closed now.

import type { ProposalCardFragment } from '../../../schema/generated/dashboard.ts'
import {
  type Choices as Chosen,
  count,
  labelOf,
  number,
  percent,
  questionOf,
  shownCounts,
  standings,
} from '../words.ts'

type Ballot = Pick<ProposalCardFragment, 'choices' | 'method' | 'passes' | 'electorate' | 'tally' | 'status'>
type Count = Ballot['tally']['counts'][number]

type Question = NonNullable<ReturnType<typeof questionOf>>

export function TallyBars({ ballot, brief = false }: { ballot: Ballot; brief?: boolean }) {
  const { choices, tally } = ballot
  const question = questionOf(choices)
  return (
    <div className="tally">
      {question ? (
        <YesNo ballot={ballot} question={question} brief={brief} />
      ) : (
        <Choices ballot={ballot} brief={brief} />
      )}
      {!brief && (tally.rounds?.length ?? 0) > 1 && <Rounds rounds={tally.rounds} choices={choices} />}
      {!brief && ballot.method !== 'CONSENT' && (
        <p className="aside">The line in a bar marks what it takes: more than {percent(ballot.passes.threshold)}.</p>
      )}
      <Turnout ballot={ballot} />
      {ballot.status === 'OPEN' && (
        <p className="standing" aria-live="polite">
          If it closed now:{' '}
          <strong data-outcome={tally.standing}>
            {standings[tally.standing]}
            {tally.choice && `: ${labelOf(choices, tally.choice)}`}
          </strong>
        </p>
      )}
    </div>
  )
}

/** Whether a vote weighs anything but 1. */
const weighted = ({ electorate }: Ballot) => Math.abs(electorate.totalWeight - electorate.size) > 1e-6

function YesNo({ ballot, question, brief }: { ballot: Ballot; question: Question; brief: boolean }) {
  const of = (key = ''): Count =>
    ballot.tally.counts.find(({ choice }) => choice === key) ?? { choice: key, votes: 0, weight: 0 }
  const [yes, no, neither] = [of(question.yes.key), of(question.no.key), of(question.neither?.key)]
  const threshold = ballot.method === 'CONSENT' ? null : ballot.passes.threshold
  const byWeight = weighted(ballot)
  return (
    <>
      {byWeight && (
        <Split
          label="By weight"
          question={question}
          yes={yes.weight}
          no={no.weight}
          threshold={threshold}
          said={(value) => number(value)}
        />
      )}
      {!(byWeight && brief) && (
        <Split
          label={byWeight ? 'By head' : 'Votes'}
          question={question}
          yes={yes.votes}
          no={no.votes}
          threshold={byWeight ? null : threshold}
          said={(value) => number(value, 0)}
        />
      )}
      {neither.votes > 0 && <p className="aside">{count(neither.votes, 'abstention')}, counted for the turnout only</p>}
    </>
  )
}

function Split({
  label,
  question,
  yes,
  no,
  threshold,
  said,
}: {
  label: string
  question: Question
  yes: number
  no: number
  threshold: number | null
  said(value: number): string
}) {
  const all = yes + no
  const share = all > 0 ? yes / all : 0
  const words = `${label}: for ${said(yes)}, against ${said(no)}${threshold === null ? '' : `; more than ${percent(threshold)} must be for it`}`
  return (
    <div className="measure">
      <div className="legend" aria-hidden="true">
        <span className="for">
          {question.yes.label} <b>{said(yes)}</b>
        </span>
        <span className="label">{label}</span>
        <span className="against">
          <b>{said(no)}</b> {question.no.label}
        </span>
      </div>
      <div className="bar split" role="img" aria-label={words}>
        <div className="part for" style={{ width: `${share * 100}%` }} />
        <div className="part against" style={{ width: all > 0 ? `${(1 - share) * 100}%` : '0' }} />
        {threshold !== null && (
          <div
            className="mark"
            style={{ left: `${threshold * 100}%` }}
            title={`more than ${percent(threshold)} must be for it`}
          />
        )}
      </div>
    </div>
  )
}

function Choices({ ballot, brief }: { ballot: Ballot; brief: boolean }) {
  const { method, passes, tally, choices } = ballot
  const byWeight = weighted(ballot)
  const counts = shownCounts(tally)
  const neither = choices.find(({ means }) => means === 'ABSTAIN')?.key
  // Of an approval ballot the shares are of those who voted, which weights alone do not tell.
  const whole =
    method === 'APPROVAL'
      ? byWeight
        ? null
        : tally.voters
      : counts.reduce((sum, { choice, weight }) => sum + (choice === neither ? 0 : weight), 0)
  const most = Math.max(1e-9, ...counts.map(({ weight }) => weight))
  const shown = counts.slice(0, brief ? 3 : undefined)
  return (
    <>
      {shown.map(({ choice, votes, weight }) => {
        const label = labelOf(choices, choice)
        const share = whole === null ? weight / most : whole > 0 ? weight / whole : 0
        const said = byWeight ? `${number(weight)} by weight, ${count(votes, 'vote')}` : count(votes, 'vote')
        return (
          <div className="measure" key={choice}>
            <div className="legend" aria-hidden="true">
              <span className="choice">{label}</span>
              <span>{said}</span>
            </div>
            <div className="bar" role="img" aria-label={`${label}: ${said}`}>
              <div className="part for" style={{ width: `${Math.min(1, share) * 100}%` }} />
              {whole !== null && <div className="mark" style={{ left: `${passes.threshold * 100}%` }} />}
            </div>
          </div>
        )
      })}
      {brief && choices.length > shown.length && <p className="aside">and {choices.length - shown.length} more</p>}
    </>
  )
}

/** How the choices of a ranked ballot went out, one after the other. */
export function Rounds({ rounds, choices }: { rounds: Ballot['tally']['rounds']; choices: Chosen }) {
  const label = (key: string) => labelOf(choices, key)
  return (
    <ol className="rounds">
      {rounds.map(({ counts, eliminated }, index) => (
        <li key={index}>
          Round {index + 1}: {counts.map(({ choice, weight }) => `${label(choice)} ${number(weight)}`).join(', ')}
          {eliminated && (
            <>
              . <b>{label(eliminated)}</b> goes out
            </>
          )}
        </li>
      ))}
    </ol>
  )
}

function Turnout({ ballot: { passes, electorate, tally } }: { ballot: Ballot }) {
  const needed = Math.max(Math.ceil(passes.quorum * electorate.size - 1e-9), passes.minVotes)
  const share = electorate.size > 0 ? tally.voters / electorate.size : 0
  const words = `${number(tally.voters, 0)} of ${number(electorate.size, 0)} voted`
  const need = `${number(needed, 0)} must`
  return (
    <div className="measure turnout">
      <div className="legend" aria-hidden="true">
        <span>
          Turnout <b>{words}</b>
        </span>
        <span className={tally.quorumReached ? 'reached' : ''}>{tally.quorumReached ? 'enough' : need}</span>
      </div>
      <div className="bar thin" role="img" aria-label={`Turnout: ${words}, ${need}`}>
        <div className="part voted" style={{ width: `${Math.min(1, share) * 100}%` }} />
        {electorate.size > 0 && (
          <div className="mark" style={{ left: `${Math.min(1, needed / electorate.size) * 100}%` }} title={need} />
        )}
      </div>
    </div>
  )
}
