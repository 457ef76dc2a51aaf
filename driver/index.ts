// The built-in driver. It hears what happens, has it decided by the community's policies, and asks for what follows; all
// through the public API, as an external driver would.
//
//   actions.action.recorded      the policies concerned decide, by rule or by a ballot
//   proposals.proposal.opened    the ballot is announced at its venues
//   proposals.proposal.decided   what the policy says is performed, the outcome is told at its venues; a permission is settled
//   proposals.proposal.canceled  that is told at its venues; a permission that waited for it is denied
//   proposals.policy.applied, .status, cred.snapshot.taken   actions that a policy failed on are looked at again
//   communities.driver.set       a community with an external driver is left alone
//
// An event may come again: after a crash, or when the graph did not answer. Nothing here remembers what was done; every
// call carries a key made from what it is about, and the graph does it once.

import type { EventPayloads, EventType } from '../schema/events.ts'
import type { DriverSettingQuery, DriverWaitingQuery } from '../schema/generated/operations.ts'
import { policyShelf } from '../schema/policy/ready.ts'
import type { PolicyWork } from '../schema/policy/work.ts'
import { announce, announceEnd, carryOut, placesOf, reportStep } from './carry-out.ts'
import { type Answer, decide } from './decide.ts'
import { type Execute, graphOver, Later, Outage, Untold } from './graph.ts'
import type { PolicyVersion, Proposal, Setting, Trigger } from './model.ts'
import { proposalQuery, settingQuery, waitingQuery } from './operations.ts'
import { answerLater, answerNow } from './permission.ts'
import { line, say, withLinesOf } from './problems.ts'

export type { Execute } from './graph.ts'

/** The events that the driver hears. */
export const heard = [
  'actions.action.recorded',
  'proposals.proposal.opened',
  'proposals.proposal.decided',
  'proposals.proposal.canceled',
  'proposals.policy.applied',
  'proposals.policy.status',
  'cred.snapshot.taken',
  'communities.driver.set',
] as const satisfies readonly EventType[]

type Heard = (typeof heard)[number]

/** An event of the log, as far as the driver looks at it. Other types are let pass. */
export type DriverEvent =
  | { [T in Heard]: { id: string; type: T; community: string | null; payload: EventPayloads[T] } }[Heard]
  | { id: string; type: Exclude<EventType, Heard>; community: string | null; payload: unknown }

/** What reads the log for the driver: in order, at least once, again after a throw. */
export interface Feed {
  start(): void
  catchUp?(): Promise<void>
  stop(): Promise<void>
}

export interface DriverDeps {
  /** An operation on the public API, with DRIVE over the communities. */
  execute: Execute
  feed(handle: (event: DriverEvent) => Promise<void>): Feed
  /** Who decided for the event's community when it happened; null where that was never set. Without it: who does now. */
  decidedBy?(event: DriverEvent): Promise<'BUILT_IN' | 'EXTERNAL' | null>
  /** Evaluates what may take long. Without it, that is done at once. */
  work?: PolicyWork
  /** The address at which the outside reaches Folkmoot, for what is said of ballots elsewhere. Without it, that says so. */
  site?: string | null
  logger: { info(fields: object, message: string): void; warn(fields: object, message: string): void }
}

export interface Driver {
  start(): void
  stop(): Promise<void>
  /** Has handled everything that the log holds now. */
  catchUp(): Promise<void>
  handle(event: DriverEvent): Promise<void>
}

// After so many failures of one event that are no outage, it is put aside, so that it does not hold up all others.
const mostTries = 8
const mostTriesOfPlatform = 4

/** The driver over a graph and a feed. */
export function createDriver({ execute, feed, decidedBy, work, site = null, logger }: DriverDeps): Driver {
  const graph = graphOver(execute)
  const shelf = policyShelf(work)
  const readyIn = (setting: Setting) => (version: PolicyVersion) => shelf(version, setting.id)
  const tries = new Map<string, number>()
  // Who decides, as the log says it at the event in hand. The graph may be ahead of the log's reader.
  const kinds = new Map<string, 'BUILT_IN' | 'EXTERNAL'>()
  const consumer = feed(handle)
  return {
    start: () => consumer.start(),
    stop: () => consumer.stop(),
    catchUp: async () => consumer.catchUp?.(),
    handle,
  }

  async function handle(event: DriverEvent): Promise<void> {
    try {
      await hear(event)
      tries.delete(event.id)
    } catch (error) {
      if (!isHopeless(event, error)) throw error
      logger.warn({ err: error, event: event.id, type: event.type }, 'an event was put aside')
      const action = actionOf(event)
      if (!(error instanceof Untold)) await reportPutAside(event, error as Error)
      if (action !== null) await say(graph, { id: action, problem: null }, [line('driver', (error as Error).message)])
      tries.delete(event.id)
    }
  }

  /** What follows from a decision will not be asked for any more: nobody is to wait for it. */
  async function reportPutAside(event: DriverEvent, { message: problem }: Error): Promise<void> {
    if (event.type !== 'proposals.proposal.decided') return
    const { id: decision } = event.payload.decision
    await reportStep(graph, { decision, step: 'all', kind: null, problem })
  }

  async function hear(event: DriverEvent): Promise<void> {
    if (event.community === null) return
    if (decidedBy && !kinds.has(event.community)) kinds.set(event.community, (await decidedBy(event)) ?? 'BUILT_IN')
    switch (event.type) {
      case 'communities.driver.set':
        return switched(event.community, event.payload.kind)
      case 'actions.action.recorded': {
        const { action } = event.payload
        if (action.direction !== 'OBSERVED' || isOurs(action)) return
        const { initiator, changed, asks } = action
        const trigger = {
          ...action,
          initiator: initiator === null ? null : { id: initiator },
          changed: changed ?? [],
          asks: asks ?? null,
        }
        return withSetting(event.community, (setting) => consider(setting, trigger))
      }
      case 'proposals.proposal.opened': {
        const { id, venues } = event.payload.proposal
        if (venues.length === 0) return
        return withSetting(event.community, (setting) => follow(setting, id, venues))
      }
      case 'proposals.proposal.decided':
      case 'proposals.proposal.canceled': {
        const { proposal } = event.payload
        return withSetting(event.community, (setting) => follow(setting, proposal, []))
      }
      case 'proposals.policy.applied':
      case 'proposals.policy.status':
      case 'cred.snapshot.taken':
        return withSetting(event.community, reconsider)
    }
  }

  /** With all of its policies, however many pages they are. */
  async function settingOf(community: string): Promise<Setting | null> {
    const policies: Setting['policies'] = []
    for (;;) {
      const after = policies.at(-1)?.id ?? null
      const { community: setting } = await graph.ask<DriverSettingQuery>(settingQuery, { community, after })
      if (setting === null) return null
      policies.push(...setting.policies)
      if (setting.policies.length < 100) return { ...setting, policies }
    }
  }

  /** Runs `work` if this driver decides for the community. */
  async function withSetting(community: string, work: (setting: Setting) => Promise<void>): Promise<void> {
    if (kinds.get(community) === 'EXTERNAL') return
    const setting = await settingOf(community)
    if (setting === null) return
    if ((kinds.get(community) ?? setting.driver.kind) === 'BUILT_IN') await work(setting)
  }

  async function switched(community: string, kind: 'BUILT_IN' | 'EXTERNAL'): Promise<void> {
    kinds.set(community, kind)
    if (kind === 'BUILT_IN') return
    // What waits here is now the other driver's: it must not be decided twice after a switch back.
    for (const action of await waiting(community)) await say(graph, action, [])
  }

  async function consider(setting: Setting, action: Trigger): Promise<void> {
    const answers = await decide(graph, readyIn(setting), setting, action)
    await answerNow(graph, action, answers)
    await say(graph, action, problemsIn(answers))
    if (answers.length > 0)
      logger.info({ community: setting.id, action: action.id, answers: answers.length }, 'policies were asked')
  }

  /** What an opened or decided proposal asks for. */
  async function follow(setting: Setting, id: string, venues: readonly string[]): Promise<void> {
    const { proposal } = await graph.ask<{ proposal: Proposal | null }>(proposalQuery, { id })
    if (proposal === null) return
    const lines = await followUp(setting, proposal, venues)
    await answerLater(graph, setting.id, proposal)
    if (proposal.trigger === null) {
      if (lines.length > 0) logger.warn({ proposal: id, problems: lines }, 'a proposal could not be followed up')
      return
    }
    // People who decided themselves have settled what the policies could not.
    const settled = proposal.policy === null && proposal.decision !== null
    await say(graph, proposal.trigger, settled ? lines : withLinesOf(nameOf(proposal), lines, proposal.trigger.problem))
  }

  async function followUp(setting: Setting, proposal: Proposal, venues: readonly string[]): Promise<string[]> {
    if (proposal.status === 'OPEN') return inLines(proposal, await announce(graph, setting, proposal, venues, site))
    const problems = await carryOut(graph, readyIn(setting), setting, proposal)
    // What follows is asked for first: it is not to wait for what is said.
    await announceEnd(graph, setting, proposal, placesOf(proposal, venuesOf(setting, proposal)), site)
    return inLines(proposal, problems)
  }

  function inLines(proposal: Proposal, problems: readonly string[]): string[] {
    return problems.map((problem) => line(nameOf(proposal), problem))
  }

  /** Looks again at every action that a policy failed on: what was done before is found again by its key. */
  async function reconsider(setting: Setting): Promise<void> {
    for (const action of await waiting(setting.id)) {
      const answers = await decide(graph, readyIn(setting), setting, action)
      await answerNow(graph, action, answers)
      const lines = problemsIn(answers)
      for (const answer of answers)
        if ('known' in answer && answer.known !== null)
          lines.push(...(await followUp(setting, answer.known, venuesOf(setting, answer.known))))
      await say(graph, action, lines)
    }
  }

  async function waiting(community: string): Promise<Trigger[]> {
    const found: Trigger[] = []
    for (let after: string | null = null; ; ) {
      const answer: DriverWaitingQuery = await graph.ask(waitingQuery, { community, after })
      const page = answer.community?.actions
      if (!page) return found
      found.push(...page.nodes)
      if (!page.pageInfo.hasNextPage) return found
      after = page.pageInfo.endCursor
    }
  }

  function venuesOf(setting: Setting, proposal: Proposal): string[] {
    return proposal.policy === null ? [] : (readyIn(setting)(proposal.policy).document.decide.vote?.venues ?? [])
  }

  function isHopeless(event: DriverEvent, error: unknown): boolean {
    if (error instanceof Outage) {
      if (error.helpless) return true
      if (!error.codes.includes('INTERNAL_SERVER_ERROR')) return false
    }
    const count = (tries.get(event.id) ?? 0) + 1
    tries.set(event.id, count)
    return count >= (error instanceof Later ? mostTriesOfPlatform : mostTries)
  }
}

/** What Folkmoot did itself is not a new question: a policy about approvals would ask about its own for ever. */
function isOurs({ data, decision, asksPermission }: EventPayloads['actions.action.recorded']['action']): boolean {
  if (asksPermission) return false
  return decision !== null || (data as { byFolkmoot?: unknown } | null)?.byFolkmoot === true
}

function problemsIn(answers: readonly Answer[]): string[] {
  return answers.flatMap((answer) => ('problem' in answer ? [line(answer.policy, answer.problem)] : []))
}

function nameOf(proposal: Proposal): string {
  return proposal.policy?.name ?? 'ballot'
}

function actionOf(event: DriverEvent): string | null {
  switch (event.type) {
    case 'actions.action.recorded':
      return event.payload.action.id
    case 'proposals.proposal.opened':
      return event.payload.proposal.trigger
    case 'proposals.proposal.decided':
    case 'proposals.proposal.canceled':
      return event.payload.decision.trigger
    default:
      return null
  }
}
