// One's own vote: cast, changed, taken back. A refusal is said in words, and nothing typed is lost by it.

import { type FormEvent, useId, useState } from 'react'
import { useMutation } from 'urql'
import { CastVoteDocument, type ProposalQuery, RetractVoteDocument } from '../../../schema/generated/dashboard.ts'
import { problemOf, useHere, useMay } from '../here.tsx'
import { Link, paths } from '../route.tsx'
import { labelOf, refusal, votedForYou } from '../words.ts'

type Proposal = NonNullable<ProposalQuery['proposal']>

export function BallotBox({ proposal, community }: { proposal: Proposal; community: string }) {
  const { viewer } = useHere().session
  const may = useMay(community, 'VOTE')
  if (proposal.status !== 'OPEN') return null
  if (!viewer) {
    return (
      <p className="card invite">
        <Link to={paths.signIn(paths.proposal(proposal.id))}>Sign in</Link> to vote.
      </p>
    )
  }
  if (!viewer.member || !may)
    return <p className="card invite">You are signed in, but not as a member who may vote here.</p>
  if (!proposal.electorate.viewerMayVote) {
    return (
      <p className="card invite">
        You have no seat on this ballot: who may vote was fixed when it opened. Under “By which rule” it says who.
      </p>
    )
  }
  // What is marked begins with the vote that stands; another vote from elsewhere begins it anew.
  const { viewerVote } = proposal
  return <Form key={viewerVote ? `${viewerVote.id} ${viewerVote.revision}` : 'none'} proposal={proposal} />
}

function Form({ proposal }: { proposal: Proposal }) {
  const { id, choices, method, viewerVote } = proposal
  const [marked, setMarked] = useState<string[]>(viewerVote?.choices ?? [])
  const [comment, setComment] = useState(viewerVote?.comment ?? '')
  const [problem, setProblem] = useState<string | null>(null)
  const [{ fetching: casting }, cast] = useMutation(CastVoteDocument)
  const [{ fetching: retracting }, retract] = useMutation(RetractVoteDocument)
  const name = useId()
  const busy = casting || retracting
  const byOther = viewerVote?.castBy && !viewerVote.castBy.own ? viewerVote.castBy : null
  const label = (key: string) => labelOf(choices, key)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (marked.length === 0) return setProblem('Mark a choice first.')
    const { data, error } = await cast({ proposal: id, choices: marked, comment: comment.trim() || null })
    const refused = data?.castVote?.userErrors[0]
    setProblem(error ? problemOf(error) : refused ? refusal(refused) : null)
  }
  async function takeBack() {
    const { data, error } = await retract({ proposal: id })
    const refused = data?.retractVote?.userErrors[0]
    setProblem(error ? problemOf(error) : refused ? refusal(refused) : null)
  }
  const one = method === 'SINGLE_CHOICE' || method === 'CONSENT'
  /** What abstains, and in an approval "none of these", is marked alone. */
  const alone = (key: string) => {
    const means = choices.find((choice) => choice.key === key)?.means
    return means === 'ABSTAIN' || (means === 'AGAINST' && method === 'APPROVAL')
  }
  const toggle = (key: string) => {
    if (one || (alone(key) && !marked.includes(key))) return setMarked([key])
    const others = marked.filter((each) => each !== key && !alone(each))
    setMarked(marked.includes(key) ? others : [...others, key])
  }

  return (
    <form className="card vote" onSubmit={submit} aria-labelledby={`${name}-head`}>
      <h2 id={`${name}-head`}>Your vote</h2>
      <p role="status">
        {byOther ? (
          <>
            {votedForYou(byOther)}: <b>{viewerVote!.choices.map(label).join(', ')}</b>. Vote yourself to replace it.
          </>
        ) : viewerVote ? (
          <>
            You voted <b>{viewerVote.choices.map(label).join(', ')}</b>. Until it closes you may change it.
          </>
        ) : (
          'You have not voted.'
        )}
      </p>
      <fieldset disabled={busy}>
        <legend>
          {method === 'RANKED' ? 'Mark in the order you prefer' : one ? 'Mark one' : 'Mark as many as you like'}
        </legend>
        {choices.map(({ key, label }) => (
          <label key={key} className="option">
            <input
              type={one ? 'radio' : 'checkbox'}
              name={name}
              value={key}
              checked={marked.includes(key)}
              onChange={() => toggle(key)}
            />
            {method === 'RANKED' && marked.includes(key) && <b className="rank">{marked.indexOf(key) + 1}.</b>}
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <label className="comment">
        Comment (everyone can read it)
        <textarea value={comment} rows={2} maxLength={2000} onChange={(event) => setComment(event.target.value)} />
      </label>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button type="submit" disabled={busy}>
          {viewerVote && !byOther ? 'Change my vote' : 'Vote'}
        </button>
        {viewerVote && (
          <button type="button" className="quiet" disabled={busy} onClick={() => void takeBack()}>
            Take it back
          </button>
        )}
      </div>
    </form>
  )
}
