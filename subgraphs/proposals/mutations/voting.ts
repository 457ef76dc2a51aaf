// Casting and taking back votes.

import type { Viewer } from '../../../backbone/security/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { CastVoteInput, RetractVoteInput } from '../../../schema/generated/proposals.ts'
import type { Voted } from '../answers.ts'
import { checkShown, storable } from '../domain/texts.ts'
import { caughtUp, type Parts, proposalNotFound } from './parts.ts'

export function castVote(deps: Parts, viewer: Viewer, input: CastVoteInput): Promise<Voted> {
  const comment = input.comment ? checkShown(input.comment, 'comment', 10_000) : null
  const source = input.source ? checkSource(input.source) : null
  const note = input.note ? checkShown(input.note, 'note', 500) : source
  return caughtUp(deps, async () => {
    if (!storable(input.proposal)) throw proposalNotFound(input.proposal)
    return deps.cast(input.proposal, { viewer, input, comment, note })
  })
}

export function retractVote(deps: Parts, viewer: Viewer, input: RetractVoteInput): Promise<Voted> {
  return caughtUp(deps, async () => {
    if (!storable(input.proposal)) throw proposalNotFound(input.proposal)
    return deps.cast(input.proposal, { viewer, input, retracts: true })
  })
}

function checkSource(source: string): string {
  if (/^[a-z][a-z0-9_-]{0,49}$/.test(source)) return source
  const message = `Wanted the lower-case name of where it was cast, such as slack; got "${source.slice(0, 60)}".`
  throw new Refusal('BAD_INPUT', message, { path: ['input', 'source'] })
}
