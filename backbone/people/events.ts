// What the event log says of a person who is erased: their names and accounts go out of the payloads; who voted how stays, as
// of a member without a name. Texts that people wrote stay, also where they name somebody; those that a policy made do not.

import type { ActionFact, EventType } from '../../schema/events.ts'
import type { LoggedEvent } from '../log/event.ts'
import type { Person } from './person.ts'
import { erasedName } from './redact.ts'

/** The types whose payloads may name somebody. */
export const namingTypes = [
  'communities.member.added',
  'communities.account.linked',
  'communities.account.unlinked',
  'communities.role.revoked',
  'communities.role.requested',
  'communities.role.settled',
  'communities.key.created',
  'actions.action.recorded',
  'actions.action.changed',
  'actions.decision.contradicted',
  'actions.decision.fulfilled',
  'actions.decision.standing',
  'proposals.proposal.opened',
  'proposals.proposal.decided',
  'proposals.proposal.canceled',
] as const satisfies EventType[]

/** Those by which names and accounts of a person are known, also such as they have no more. */
export const tellingTypes = [
  'communities.member.added',
  'communities.account.linked',
  'communities.account.unlinked',
] as const satisfies EventType[]

/** The payload without the person. */
export function withoutPerson(event: LoggedEvent, { ids, redact, exact }: Person): unknown {
  switch (event.type) {
    case 'communities.member.added': {
      const { member } = event.payload
      return ids.has(member.id) ? { member: { ...member, name: erasedName, accounts: [] } } : event.payload
    }
    case 'communities.account.linked':
    case 'communities.account.unlinked': {
      const { member, account } = event.payload
      if (!ids.has(member)) return event.payload
      const { platform, externalId } = account
      return { member, account: { platform, host: null, externalId: redact(externalId), username: null } }
    }
    case 'communities.role.revoked':
      return ids.has(event.payload.member) ? { ...event.payload, reason: null } : event.payload
    case 'communities.role.requested':
    case 'communities.role.settled': {
      const { request } = event.payload
      return { request: ids.has(request.member) ? { ...request, reason: null } : request }
    }
    case 'communities.key.created': {
      const { member } = event.payload
      return member !== null && ids.has(member) ? { ...event.payload, name: erasedName } : event.payload
    }
    case 'actions.action.recorded':
    case 'actions.action.changed':
      return { action: withoutActor(event.payload.action, { ids, redact, exact }) }
    case 'actions.decision.contradicted':
    case 'actions.decision.fulfilled':
      return { ...event.payload, by: redact(event.payload.by) }
    case 'actions.decision.standing':
      return { ...event.payload, initiatorName: redact(event.payload.initiatorName) }
    case 'proposals.proposal.opened': {
      const { proposal } = event.payload
      return { proposal: proposal.policy === null ? proposal : { ...proposal, title: redact(proposal.title) } }
    }
    case 'proposals.proposal.decided':
    case 'proposals.proposal.canceled': {
      const { proposal, decision } = event.payload
      const reason = decision.madeBy === 'AUTHORITY' ? decision.reason : redact(decision.reason)
      const terms = decision.terms === undefined ? {} : { terms: exact(decision.terms) }
      return { proposal, decision: { ...decision, reason, ...terms } }
    }
    default:
      return event.payload
  }
}

/** What is Folkmoot's own (roles) names nobody but by id. */
function withoutActor(
  action: ActionFact,
  { ids, redact, exact }: Pick<Person, 'ids' | 'redact' | 'exact'>,
): ActionFact {
  const own = action.initiator !== null && ids.has(action.initiator)
  const initiatorName = own ? null : redact(action.initiatorName)
  const told = { ...action, initiatorName, ...toldOf(action, { redact, exact }) }
  if (action.platform === 'communities') return told
  const { subject, terms, changed } = action
  return {
    ...told,
    ...(terms === undefined ? {} : { terms: exact(terms) }),
    ...(changed === undefined ? {} : { changed: exactChanges(changed, exact) }),
    subject: exact(subject),
  }
}

/** What Folkmoot itself says with an action: why it is asked for, what it is to say there, what came of it. */
export function toldOf<T extends Pick<ActionFact, 'platform' | 'data' | 'problem' | 'result'>>(
  { platform, data, problem, result }: T,
  { redact, exact }: Pick<Person, 'redact' | 'exact'>,
): Pick<T, 'data' | 'problem' | 'result'> {
  const given = platform === 'communities' ? data : exact(data)
  const said = isObject(given) ? { ...given, ...redact(only(given, ['reason', 'message'])) } : given
  const came = isObject(result) ? { ...result, ...redact(only(result, ['message', 'differences'])) } : result
  return { data: said, problem: redact(problem), result: came }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const only = (value: Record<string, unknown>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)))

/** Differences are also told in words. */
export function exactChanges(
  changed: NonNullable<ActionFact['changed']> | null,
  exact: Person['exact'],
): NonNullable<ActionFact['changed']> | null {
  if (!changed) return changed
  return changed.map((each) => {
    const [before, after] = [exact(each.before), exact(each.after)]
    const same = JSON.stringify([before, after]) === JSON.stringify([each.before, each.after])
    return same ? each : { ...each, before, after, words: `${each.name} changed` }
  })
}
