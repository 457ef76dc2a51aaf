// What a decision asked for and is not yet done, because it waits: how long, for whom; and for those who may, a way to stay
// it or to confirm it. Of what was stayed, by whom and why.

import { type FormEvent, useState } from 'react'
import { useMutation } from 'urql'
import { ConfirmActionDocument, type DecisionQuery, StayActionDocument } from '../../../schema/generated/dashboard.ts'
import { useNow } from '../clock.ts'
import { problemOf, useHere } from '../here.tsx'
import { kindInWords, refusal } from '../words.ts'
import { At, Left } from './time.tsx'

type Decision = NonNullable<DecisionQuery['decision']>
type Action = Decision['actions'][number]

export function Waiting({ decision }: { decision: Pick<Decision, 'actions'> }) {
  const actions = decision.actions ?? []
  return actions.map((action) =>
    action.status === 'STAYED' ? (
      <p key={action.id} className="override">
        {kindInWords(action.kind)}: stayed. {(action.result as { message?: string } | null)?.message}
      </p>
    ) : action.status === 'PENDING' && (action.heldUntil || action.needs) ? (
      <Held key={action.id} action={action} />
    ) : null,
  )
}

function Held({ action }: { action: Action }) {
  const { kind, heldUntil, guardian, needs, confirmers, lapsesAt, approvals, viewerMayStay, viewerMayConfirm } = action
  const now = useNow()
  const held = heldUntil !== null && Date.parse(heldUntil) > now
  return (
    <div className="held">
      {held && (
        <p>
          {kindInWords(kind)} waits until <At instant={heldUntil} /> (<Left until={heldUntil} />
          ). Until then {guardian ? `holders of the role ${guardian}` : 'an administrator'} may stay it.
        </p>
      )}
      {needs !== null && (
        <p>
          {kindInWords(kind)}: {approvals.length} of {needs} holders of the role {confirmers} have confirmed it
          {approvals.length > 0 && ` (${approvals.map(({ member }) => member.name).join(', ')})`}
          {approvals.length < needs && lapsesAt && (
            <>
              ; it fails unless so many have by <At instant={lapsesAt} />
            </>
          )}
          .
        </p>
      )}
      {viewerMayConfirm && <Confirm action={action} />}
      {held && viewerMayStay && <Stay id={action.id} />}
    </div>
  )
}

function Confirm({ action: { id, approvals } }: { action: Action }) {
  const me = useHere().session.viewer?.member?.id
  const [{ fetching }, confirm] = useMutation(ConfirmActionDocument)
  const [problem, setProblem] = useState<string | null>(null)
  const mine = approvals.some(({ member }) => member.id === me)
  async function say() {
    const { data, error } = await confirm({ action: id, confirmed: !mine })
    const refused = data?.confirmAction?.userErrors[0]
    setProblem(error ? problemOf(error) : refused ? refusal(refused) : null)
  }
  return (
    <p>
      <button type="button" className={mine ? 'quiet' : ''} disabled={fetching} onClick={() => void say()}>
        {mine ? 'Take my confirmation back' : 'Confirm it'}
      </button>{' '}
      {problem && (
        <span className="problem" role="alert">
          {problem}
        </span>
      )}
    </p>
  )
}

function Stay({ id }: { id: string }) {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [{ fetching }, stay] = useMutation(StayActionDocument)
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (reason.trim() === '') return setProblem('Say why first.')
    const { data, error } = await stay({ action: id, reason: reason.trim() })
    const refused = data?.stayAction?.userErrors[0]
    setProblem(error ? problemOf(error) : refused ? refusal(refused) : null)
  }
  return (
    <form onSubmit={submit}>
      <label className="comment">
        Why it must not be done (everyone can read it)
        <textarea value={reason} rows={2} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
      </label>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <button type="submit" disabled={fetching}>
        Stay it
      </button>
    </form>
  )
}
