// What became of a decision on the platform: from what was asked for and what became of that, and from how the subjects
// stand now. Nothing depends on the order in which it was heard.

export type Compliance = 'NOT_APPLICABLE' | 'PENDING' | 'FOLLOWED' | 'OVERRIDDEN' | 'FAILED' | 'SUPERSEDED'
export type ActionStatus = 'OBSERVED' | 'PENDING' | 'DONE' | 'FAILED' | 'UNKNOWN' | 'ADVISED' | 'STAYED'

/** What became of a request. ADVISED: the decision is advisory, and people were told. One that was stayed counts as failed. */
export type Asked = Exclude<ActionStatus, 'OBSERVED' | 'STAYED'>
/** How the subject of a request stands to it, as actions tells. UNTOLD: of a comment, for example, nothing is to be told. */
export type Stood = 'DONE' | 'UNDONE' | 'OPPOSITE' | 'HELD' | 'GONE' | 'CHANGED' | 'UNTOLD'
/** Who made it stand so: people; Folkmoot for a later decision; Folkmoot otherwise; nobody that was seen to. */
export type Who = 'PEOPLE' | 'LATER' | 'US' | 'NOBODY'

/** All of it: what stands × what became of the request × who made it so. */
export const table: Readonly<Record<Stood, Record<Asked, Compliance | Record<Who, Compliance>>>> = {
  DONE: { PENDING: 'FOLLOWED', UNKNOWN: 'FOLLOWED', DONE: 'FOLLOWED', FAILED: 'FOLLOWED', ADVISED: 'FOLLOWED' },
  UNDONE: {
    PENDING: 'PENDING',
    UNKNOWN: 'PENDING',
    DONE: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'SUPERSEDED', NOBODY: 'OVERRIDDEN' },
    FAILED: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'FAILED', NOBODY: 'FAILED' },
    ADVISED: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'PENDING', NOBODY: 'PENDING' },
  },
  OPPOSITE: {
    PENDING: 'PENDING',
    UNKNOWN: 'PENDING',
    DONE: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'SUPERSEDED', NOBODY: 'OVERRIDDEN' },
    FAILED: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'FAILED', NOBODY: 'OVERRIDDEN' },
    ADVISED: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'PENDING', NOBODY: 'OVERRIDDEN' },
  },
  HELD: {
    PENDING: 'PENDING',
    UNKNOWN: 'PENDING',
    DONE: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'SUPERSEDED', NOBODY: 'OVERRIDDEN' },
    FAILED: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'FAILED', NOBODY: 'FAILED' },
    ADVISED: { PEOPLE: 'OVERRIDDEN', LATER: 'SUPERSEDED', US: 'PENDING', NOBODY: 'PENDING' },
  },
  GONE: { PENDING: 'FAILED', UNKNOWN: 'FAILED', DONE: 'OVERRIDDEN', FAILED: 'FAILED', ADVISED: 'FAILED' },
  CHANGED: { PENDING: 'FAILED', UNKNOWN: 'PENDING', DONE: 'SUPERSEDED', FAILED: 'FAILED', ADVISED: 'SUPERSEDED' },
  UNTOLD: { PENDING: 'PENDING', UNKNOWN: 'PENDING', DONE: 'FOLLOWED', FAILED: 'FAILED', ADVISED: 'PENDING' },
}

/** Of several, the first of these that one of them is. */
const gravest: readonly Compliance[] = ['OVERRIDDEN', 'FAILED', 'SUPERSEDED', 'PENDING', 'FOLLOWED']

/** How a subject stands to what the decision asked for. */
export interface Told {
  /** The decision's requests about it, newest first: the newest counts. */
  requests: readonly string[]
  standing: Exclude<Stood, 'UNTOLD'>
  by: 'US' | 'PEOPLE' | null
  /** The act that made it so. */
  act: string | null
  /** The later decision that asked for that act. */
  later: string | null
}

/** What is known. Rows that are older than a field are without it. */
export interface FollowUp {
  /** How many steps the policy has for this outcome; older rows say whether there are any. */
  expected: number | boolean
  /** The actions asked for by the decision: id to status. */
  actions: Readonly<Record<string, ActionStatus>>
  /** Of those that failed, why. */
  problems?: Readonly<Record<string, string>>
  /** Subject to how it stands. */
  standings?: Readonly<Record<string, Told>>
  /** Steps that could not be asked for. */
  steps?: Readonly<Record<string, { kind: string | null; problem: string }>>
  /** In older logs: the last act of people that bears on it, and its id. Nothing where `standings` say how it stands. */
  people: 'fulfilled' | 'contradicted' | null
  act?: string | null
}

export type FollowUpEvent =
  | { kind: 'action'; action: string; status: ActionStatus; does?: string; problem?: string | null }
  | ({ kind: 'standing'; subject: string } & Told)
  | { kind: 'step'; step: string; does: string | null; problem: string | null }
  | { kind: 'fulfilled' | 'contradicted'; act: string }

export const noFollowUp = (expected: number): FollowUp => ({ expected, actions: {}, people: null, act: null })

/** What is known after one more event. */
export function heard(before: FollowUp, event: FollowUpEvent): FollowUp {
  switch (event.kind) {
    case 'action':
      return heardOfAction(before, event)
    case 'standing': {
      const { kind: _, subject, ...told } = event
      return { ...before, standings: { ...before.standings, [subject]: told }, people: null, act: null }
    }
    case 'step': {
      const { step, does, problem } = event
      const steps = without(before.steps, step)
      return { ...before, steps: problem === null ? steps : { ...steps, [step]: { kind: does, problem } } }
    }
    default: {
      if (before.standings) return before
      // Advice that found the matter settled may name itself, where nobody heard who had done it: that is no act of people.
      const ours = Object.hasOwn(before.actions, event.act)
      return { ...before, people: event.kind, act: ours ? null : event.act }
    }
  }
}

function heardOfAction(before: FollowUp, event: Extract<FollowUpEvent, { kind: 'action' }>): FollowUp {
  const { action, status, does, problem } = event
  const isNew = !Object.hasOwn(before.actions, action)
  const problems = without(before.problems, action)
  // What could not be asked for has been.
  const asked = (step: string) => [null, does].includes(before.steps![step]!.kind)
  const mended = isNew ? Object.keys(before.steps ?? {}).find(asked) : undefined
  const known: FollowUp = {
    ...before,
    actions: { ...before.actions, [action]: status },
    problems: (status === 'FAILED' || status === 'STAYED') && problem ? { ...problems, [action]: problem } : problems,
    ...(mended === undefined ? {} : { steps: without(before.steps, mended) }),
  }
  const takenBack = status === 'DONE' && before.actions[action] !== status && before.people === 'contradicted'
  return takenBack ? { ...known, people: null, act: null } : known
}

interface Part {
  compliance: Compliance
  told: Told | null
  problem: string | null
}

/** What became of the decision, each part of it: subjects, requests of which nothing stands, steps. */
function partsOf(known: FollowUp): Part[] {
  const { actions, problems = {}, standings = {}, steps = {} } = known
  const tolds = Object.values(standings)
  const covered = new Set(tolds.flatMap(({ requests }) => requests))
  const parts: Part[] = tolds.map((told) => {
    const [newest] = told.requests
    const compliance = cellOf(told.standing, actions[newest!], told.by === 'US' && told.later ? 'LATER' : told.by)
    return { compliance, told, problem: problemOf(told) ?? problems[newest!] ?? null }
  })
  for (const [id, status] of Object.entries(actions)) {
    if (!covered.has(id))
      parts.push({ compliance: cellOf('UNTOLD', status, null), told: null, problem: problems[id] ?? null })
  }
  for (const { problem } of Object.values(steps)) parts.push({ compliance: 'FAILED', told: null, problem })
  const asked = Object.keys(actions).length + Object.keys(steps).length
  if (asked < Number(known.expected)) parts.push({ compliance: 'PENDING', told: null, problem: null })
  return parts
}

function cellOf(standing: Stood, status: ActionStatus | undefined, who: Who | null): Compliance {
  const asked = status === undefined || status === 'OBSERVED' ? 'PENDING' : status === 'STAYED' ? 'FAILED' : status
  const cell = table[standing][asked]
  return typeof cell === 'string' ? cell : cell[who ?? 'NOBODY']
}

function problemOf({ standing }: Told): string | null {
  if (standing === 'GONE') return 'The subject was deleted.'
  return standing === 'CHANGED' ? 'The subject is no longer what was decided about (SUBJECT_CHANGED).' : null
}

export function complianceOf(known: FollowUp): Compliance {
  if (known.people) return known.people === 'fulfilled' ? 'FOLLOWED' : 'OVERRIDDEN'
  const parts = partsOf(known)
  return gravest.find((one) => parts.some(({ compliance }) => compliance === one)) ?? 'NOT_APPLICABLE'
}

/** The last act of people that made it so; null where it was none of theirs. */
export function peoplesActOf(known: FollowUp): string | null {
  if (!known.standings) return known.act ?? null
  const compliance = complianceOf(known)
  const theirs = partsOf(known).filter(({ told }) => told?.by === 'PEOPLE')
  return (theirs.find((part) => part.compliance === compliance) ?? theirs[0])?.told?.act ?? null
}

/** The later decision that was carried out instead; null where there is none. */
export function supersededBy(known: FollowUp): string | null {
  const superseded = partsOf(known).find(({ compliance, told }) => compliance === 'SUPERSEDED' && told?.later)
  return complianceOf(known) === 'SUPERSEDED' ? (superseded?.told?.later ?? null) : null
}

/** Why it could not be carried out, in words; null unless that is so. */
export function problemsOf(known: FollowUp): string | null {
  if (complianceOf(known) !== 'FAILED') return null
  const failed = partsOf(known).filter(({ compliance }) => compliance === 'FAILED')
  return [...new Set(failed.flatMap(({ problem }) => problem ?? []))].join(' ') || null
}

function without<T>(all: Readonly<Record<string, T>> | undefined, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(all ?? {}).filter(([each]) => each !== key))
}
