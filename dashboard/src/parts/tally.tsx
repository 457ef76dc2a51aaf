// How a ballot stands: what each choice has by weight and by head, where the threshold lies, who voted of those who may,
// and what it would come to if it closed now.

import type { ProposalCardFragment } from '../../../schema/generated/dashboard.ts'
import { count, number, percent, standings } from '../words.ts'

type Ballot = Pick<ProposalCardFragment, 'choices' | 'method' | 'passes' | 'electorate' | 'tally' | 'status'>
type Count = Ballot['tally']['counts'][number]

const isYesNo = ({ method, choices }: Ballot) =>
  (method === 'SINGLE_CHOICE' || method === 'CONSENT') &&
  choices.some(({ key }) => key === 'approve') &&
  choices.every(({ key }) => ['approve', 'reject', 'abstain'].includes(key))

export function TallyBars({ ballot, brief = false }: { ballot: Ballot; brief?: boolean }) {
  return (
    <div className="tally">
      {isYesNo(ballot) ? <YesNo ballot={ballot} brief={brief} /> : <Choices ballot={ballot} brief={brief} />}
      {!brief && (ballot.tally.rounds?.length ?? 0) > 1 && <Rounds ballot={ballot} />}
      {!brief && ballot.method !== 'CONSENT' && (
        <p className="aside">The line in a bar marks what it takes: more than {percent(ballot.passes.threshold)}.</p>
      )}
      <Turnout ballot={ballot} />
      {ballot.status === 'OPEN' && (
        <p className="standing" aria-live="polite">
          If it closed now: <strong data-outcome={ballot.tally.standing}>{standings[ballot.tally.standing]}</strong>
        </p>
      )}
    </div>
  )
}

/** Whether a vote weighs anything but 1. */
const weighted = ({ electorate }: Ballot) => Math.abs(electorate.totalWeight - electorate.size) > 1e-6

function YesNo({ ballot, brief }: { ballot: Ballot; brief: boolean }) {
  const of = (key: string): Count =>
    ballot.tally.counts.find(({ choice }) => choice === key) ?? { choice: key, votes: 0, weight: 0 }
  const [yes, no, neither] = [of('approve'), of('reject'), of('abstain')]
  const threshold = ballot.method === 'CONSENT' ? null : ballot.passes.threshold
  const byWeight = weighted(ballot)
  return (
    <>
      {byWeight && (
        <Split
          label="By weight"
          yes={yes.weight}
          no={no.weight}
          threshold={threshold}
          said={(value) => number(value)}
        />
      )}
      {!(byWeight && brief) && (
        <Split
          label={byWeight ? 'By head' : 'Votes'}
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
  yes,
  no,
  threshold,
  said,
}: {
  label: string
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
          For <b>{said(yes)}</b>
        </span>
        <span className="label">{label}</span>
        <span className="against">
          <b>{said(no)}</b> Against
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
  // Of an approval ballot the shares are of those who voted, which weights alone do not tell.
  const whole =
    method === 'APPROVAL'
      ? byWeight
        ? null
        : tally.voters
      : tally.counts.reduce((sum, { choice, weight }) => sum + (choice === 'abstain' ? 0 : weight), 0)
  const most = Math.max(1e-9, ...tally.counts.map(({ weight }) => weight))
  const shown = [...tally.counts].sort((a, b) => b.weight - a.weight).slice(0, brief ? 3 : undefined)
  return (
    <>
      {shown.map(({ choice, votes, weight }) => {
        const label = choices.find(({ key }) => key === choice)?.label ?? choice
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
      {brief && tally.counts.length > 3 && <p className="aside">and {tally.counts.length - 3} more</p>}
    </>
  )
}

/** How the choices of a ranked ballot went out, one after the other. */
function Rounds({ ballot: { tally, choices } }: { ballot: Ballot }) {
  const label = (key: string) => choices.find((choice) => choice.key === key)?.label ?? key
  return (
    <ol className="rounds">
      {tally.rounds.map(({ counts, eliminated }, index) => (
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
