// How a subject stands to what a decision asked for, from the newest that is known of it: its state, and the acts that
// were seen on it. The acts may be given in any order.

/** How a subject stands to a requested kind. */
export type Standing =
  /** As the kind leaves it. */
  | 'DONE'
  /** Not done, and nothing against it was done either. */
  | 'UNDONE'
  /** The contrary was done. */
  | 'OPPOSITE'
  /** Done, or nearly, and stopped by people: it goes on when they let it. */
  | 'HELD'
  /** There is no such subject any more. */
  | 'GONE'
export const standings: readonly Standing[] = ['DONE', 'UNDONE', 'OPPOSITE', 'HELD', 'GONE']

/** What a platform knows of a subject. */
export interface SubjectState {
  status: string
  /** Null where the platform does not tell us. */
  onHold: boolean | null
  gone: boolean
}

/** What performing a kind brings about: the observed kinds, in their order. */
export interface Consequences {
  causes: readonly string[]
}

export interface BearingAct {
  id: string
  kind: string
  /** The account that did it, as the platform names it. */
  by: string | null
  occurredAt: Date
  /** The platform's id of it: of two acts of one moment, the order. */
  event: string
  /** The state that it left the subject in. */
  left: SubjectState
  /** Where Folkmoot did it: for which request. `decision` is null for one that no decision asked for. */
  ours: { request: string | null; decision: string | null } | null
}

/** The newest request of a decision about a subject. */
export interface StandingRequest {
  id: string
  decision: string
  /** The newest the platform knew of the subject when the request was carried out or told; else when it was asked for. */
  since: Date
}

export interface Stands {
  standing: Standing | 'CHANGED'
  /** Who made it so; null where nobody was seen to. What Folkmoot does that no decision asked for is people's doing. */
  by: 'US' | 'PEOPLE' | null
  /** The act that made it so. */
  act: BearingAct | null
  /** The decision that asked for that act, where it came after this one's request. */
  later: string | null
}

/**
 * @param asks how a subject in a state stands to the kind that was asked for
 * @param changed whether the subject is no longer what was decided about
 */
export function whatStands(
  asks: (state: SubjectState) => Standing,
  state: SubjectState,
  acts: readonly BearingAct[],
  request: StandingRequest,
  changed: boolean,
): Stands {
  const newestFirst = acts.toSorted(
    (a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || (a.event < b.event ? 1 : -1),
  )
  const standing = asks({ ...state, onHold: state.onHold ?? heldBy(newestFirst) })
  if (changed && !state.gone) return { standing: 'CHANGED', by: null, act: null, later: null }
  const at = newestFirst.findIndex(({ left }) => asks(left) === standing)
  const act = newestFirst[at]
  // Undone is what nobody has touched, too: it was made so only where it had been done before.
  if (!act || (standing === 'UNDONE' && !wasDoneBefore(newestFirst.slice(at), asks, request.since)))
    return { standing, by: null, act: null, later: null }
  const decision = act.ours?.decision ?? null
  const ofPeople = act.ours === null || (act.ours.request !== null && decision === null)
  if (ofPeople) return { standing, by: 'PEOPLE', act, later: null }
  const isLater = act.ours!.request !== null && act.ours!.request > request.id && decision !== request.decision
  return { standing, by: 'US', act, later: isLater ? decision : null }
}

/** Where the platform does not say whether a subject is on hold, the newest act that does. */
function heldBy(newestFirst: readonly BearingAct[]): boolean {
  return newestFirst.find(({ left }) => left.onHold !== null)?.left.onHold ?? false
}

function wasDoneBefore([act, ...before]: BearingAct[], asks: (state: SubjectState) => Standing, since: Date): boolean {
  return act!.occurredAt.getTime() > since.getTime() && before.some(({ left }) => asks(left) === 'DONE')
}
