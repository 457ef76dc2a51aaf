// Which mutations are dangerous in the hands of one administrator alone: those let something else in (a platform, a key, a driver, a
// policy, a source of cred), or decide or perform in the community's name instead of its rules and votes. Where a community wants two
// administrators, another one approves them first. Every mutation has its row; one without is held for dangerous.

/** Who asks, and what is known where it is asked. */
export interface Asker {
  key: string | null
  member: string | null
  /** What a key may do, and as whom; undefined for one that is not known. */
  keyOf(id: string): { scopes: readonly string[]; member: string | null } | undefined
}

/** The arguments that a row looks at, as its mutation has them. */
export interface Given {
  id: string
  member: string
  input: {
    scopes: readonly string[]
    member?: string | null
    twoAdmins?: boolean | null
    visibility?: string | null
    policy?: unknown
    trigger?: unknown
    venues?: readonly unknown[] | null
    roles?: readonly unknown[] | null
  }
}

export interface Danger {
  when: 'always' | 'never' | ((args: Given, by: Asker) => boolean)
  why: string
  /** Arguments that nobody is shown. */
  secret?: readonly (readonly [argument: string, field: string])[]
  /** Arguments that are shown whole, addresses and all: every word of them counts. */
  whole?: true
}

const instead = 'It decides or performs instead of rules and votes.'
const say = 'It gives or takes a say.'
const people = 'It says who is who. It is undone as easily, and is in the audit log.'
const brake = 'It only stops something, and must not wait.'
const asked = 'Policies decide on it, as on all that is heard.'
const own = 'It is of whoever asks.'

export const dangers: Readonly<Record<string, Danger>> = {
  // What else is let in.
  connectPlatform: {
    when: 'always',
    why: 'Whoever chooses the token, or where it is sent, holds what it may.',
    secret: [['input', 'credentials']],
  },
  disconnectPlatform: { when: 'always', why: 'What happens on the platform is not heard any more, nor decided.' },
  setDriver: { when: 'always', why: 'The driver decides.' },
  rotateDriverSecret: { when: 'always', why: 'Whoever has the secret speaks to the driver in our name.' },
  createApiKey: {
    when: ({ input: { scopes, member } }, by) => mayMuch(scopes, member, by),
    why: 'Unless it only reads, or votes as whoever asks: it can decide, perform, or vote as somebody else.',
  },
  rotateApiKey: {
    when({ id }, by) {
      const key = by.keyOf(id)
      return key === undefined || mayMuch(key.scopes, key.member, by)
    },
    why: 'As making such a key: the new secret is told to whoever asks.',
  },
  applyPolicy: { when: 'always', why: 'Policies decide, and perform.', whole: true },
  setPolicyStatus: {
    when: 'always',
    why: 'A policy that is back decides again; without one, what asks for permission has it.',
  },
  connectCred: { when: 'always', why: 'Cred says who has how much of a say.' },
  eraseMember: {
    when: ({ member }, by) => member !== by.member,
    why: 'It is for ever, and takes a say; unless it is of whoever asks.',
  },
  mergeMembers: { when: 'always', why: 'It is for ever, and says whose word is whose.' },
  updateCommunity: {
    when: ({ input }) => input.twoAdmins === false || input.visibility === 'PUBLIC',
    why: 'To do without another administrator, and to open what was private; not a name.',
  },

  // What is done instead of rules and votes.
  approveExpense: { when: 'always', why: instead },
  rejectExpense: { when: 'always', why: instead },
  performAction: { when: 'always', why: instead },
  settlePermission: { when: 'always', why: instead },
  recordDecision: { when: 'always', why: instead },
  approveProposal: { when: 'always', why: instead },
  rejectProposal: { when: 'always', why: instead },
  closeProposal: { when: 'always', why: instead },
  cancelProposal: { when: 'always', why: instead },
  openProposal: {
    when: ({ input: { policy, trigger, venues } }) => policy != null || trigger != null || (venues?.length ?? 0) > 0,
    why: 'Where something follows from it, with an electorate of the asker’s choice; not a mere question.',
  },
  castVote: { when: ({ input }, by) => isOthers(input.member, by), why: 'In the name of somebody else.' },
  retractVote: { when: ({ input }, by) => isOthers(input.member, by), why: 'In the name of somebody else.' },
  grantRole: { when: 'always', why: say },
  revokeRole: { when: 'always', why: say },
  addMember: { when: ({ input }) => (input.roles?.length ?? 0) > 0, why: `With roles. ${say}` },

  // What one administrator does alone.
  createCommunity: { when: 'never', why: 'With the key that is admin over all alone.' },
  approveAct: { when: 'never', why: 'It is the word of the other administrator.' },
  refuseAct: { when: 'never', why: brake },
  linkAccount: { when: 'never', why: people },
  unlinkAccount: { when: 'never', why: people },
  createRole: { when: 'never', why: 'Nobody holds it yet.' },
  requestRole: { when: 'never', why: asked },
  withdrawRoleRequest: { when: 'never', why: 'It can be asked for again.' },
  refuseRole: { when: 'never', why: 'It can be asked for again.' },
  revokeApiKey: { when: 'never', why: brake },
  createSignInLink: { when: 'never', why: 'Members sign in by it; it reads and votes, and is in the audit log.' },
  endSessions: { when: 'never', why: brake },
  refreshCred: { when: 'never', why: 'It reads what was connected.' },
  reportStep: { when: 'never', why: 'It changes what is told of a decision, not what is done.' },
  stayAction: { when: 'never', why: brake },
  confirmAction: { when: 'never', why: own },
  retryAction: { when: 'never', why: 'What is tried again was asked for before.' },
  considerExpenses: { when: 'never', why: asked },
  reportAction: { when: 'never', why: asked },
  requestPermission: { when: 'never', why: asked },
  setActionProblem: { when: 'never', why: 'It changes what is told of an action, not what is done.' },
}

/** Whether this, by this administrator, needs another one. */
export function isDangerous(mutation: string, args: object, by: Asker): boolean {
  const when = Object.hasOwn(dangers, mutation) ? dangers[mutation]!.when : 'always'
  return typeof when === 'function' ? when(args as Given, by) : when === 'always'
}

const leftOut = '(secret, left out)'

/** The arguments without what is secret in them. */
export function withoutSecrets(mutation: string, args: Record<string, unknown>): Record<string, unknown> {
  const shown = structuredClone(args)
  for (const [argument, field] of dangers[mutation]?.secret ?? []) {
    const holder = shown[argument]
    if (typeof holder === 'object' && holder !== null && Reflect.get(holder, field) != null)
      Reflect.set(holder, field, leftOut)
  }
  return shown
}

// Private:

function mayMuch(scopes: readonly string[], member: string | null | undefined, by: Asker): boolean {
  if (scopes.some((scope) => scope !== 'READ' && scope !== 'VOTE')) return true
  return scopes.includes('VOTE') && isOthers(member, by)
}

const isOthers = (member: string | null | undefined, by: Asker) => member != null && member !== by.member
