// The graph of a gateway with the subgraphs that its operator has added. What they say of themselves is looked at when it starts,
// at intervals, and at SIGHUP: where it has changed, another graph is made beside the one that serves, and takes its place. What
// cannot be had, or is refused, is taken as it was before; without that, the others serve without it.

import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { viewerKeyOf } from '../../backbone/security/signing-key.ts'
import { type GuestSetting, guestsNow } from '../../backbone/subgraph/guests.ts'
import { subgraphNames } from '../../schema/subgraph-names.ts'
import { committedSdl } from '../graph/committed.ts'
import { currentOf, type Generation } from '../graph/current.ts'
import type { Graph } from '../graph/graph.ts'
import { type Applicant, type Joined, joiningOf, joinMost, type Member } from '../graph/guests/join.ts'
import { oursOf } from '../graph/guests/ours.ts'
import { GuestRefused } from '../graph/guests/sdl.ts'
import { plannerApart, Unplanned } from '../graph/planning/index.ts'
import type { Carrier } from '../transports/guests/carrier.ts'
import type { Identity, Signing } from '../transports/guests/identity.ts'
import { guestTransport, introduced, signedBy } from '../transports/guests/index.ts'
import { type GuestModule, moduleCarrier } from '../transports/guests/module.ts'
import type { Transport } from '../transports/transport.ts'
import { carrierOf, findOut } from './finding.ts'
import { type GraphOver, openedGraph } from './graph.ts'

export interface GuestsOver extends GraphOver {
  publicUrl: string
}

export interface GuestGraph {
  graph: Graph
  /** What each is now, in a word: `served`; `kept`, as it was before; or `absent`. */
  states(): Record<string, GuestState>
  /** Looks whether something has changed. */
  look(): Promise<void>
  /** The doors are open: those that asked who asks them, and found nobody, are asked again. */
  opened(): Promise<void>
}

export type GuestState = 'served' | 'kept' | 'absent'

const rest = 30_000 // milliseconds between two changes that nobody has asked to be seen

export async function graphWithGuests(over: GuestsOver): Promise<GuestGraph> {
  const { config, foundation, supergraph, report, stops, metrics } = over
  const ours = oursOf(supergraph)
  const joining = joiningOf(
    ours,
    subgraphNames.map((name) => ({ name, sdl: committedSdl(name) })),
  )
  stops.push(() => joining.stop())
  const signing: Signing = {
    key: viewerKeyOf(foundation.secrets),
    issuer: over.publicUrl,
    now: () => Math.floor(foundation.clock.now().getTime() / 1000),
    id: randomUUID,
  }
  const kept = keptIn(config.dataFolder, report)
  let members: readonly Member[] = []
  let serving = '' // what is served
  let seen = '' // what was found last
  let changed = 0 // when that was another, in milliseconds
  let states: Record<string, GuestState> = {}
  let before: readonly GuestSetting[] | null = null
  let wrongFile = ''
  const told = new Map<string, string>() // by name, why it is not served as it says

  const first = await made()
  const current = currentOf(first!, report)
  stops.push(() => current.close())

  metrics.watch([
    {
      name: 'folkmoot_subgraphs',
      help: 'Whether a subgraph that was added is served as it says it is: 1, or 0.',
      read: async () =>
        Object.fromEntries(Object.entries(states).map(([name, state]) => [name, state === 'served' ? 1 : 0])),
    },
  ])

  let looking: Promise<void> = Promise.resolve()
  const look = () => {
    looking = looking.then(async () => {
      try {
        const next = await made()
        if (!next) return
        current.replace(next)
        foundation.logger.info({ subgraphs: states }, 'another graph serves')
      } catch (error) {
        report(error)
      }
    })
    return looking
  }
  const again = () => void look()
  // To look at what has changed is work: who changes all the time is not followed all the time.
  const unhurried = () => void (performance.now() - changed > rest && look())
  const timer = setInterval(unhurried, config.guests.every * 1000).unref()
  process.on('SIGHUP', again)
  stops.push(async () => {
    clearInterval(timer)
    process.off('SIGHUP', again)
    await looking
  })
  const opened = async () => {
    if (Object.values(states).some((state) => state !== 'served')) await look()
  }
  return { graph: current.graph, states: () => states, look, opened }

  /** Another graph; null: nothing has changed. */
  async function made(): Promise<Generation | null> {
    const found = await Promise.all(settingsNow().map((setting) => findOut(setting, signing)))
    const now = JSON.stringify(
      found.map(({ setting, sdl, module, problem }) => [setting, sdl, module?.version, problem !== null]),
    )
    if (now === seen) return null
    seen = now
    changed = performance.now()
    const problems = new Map<string, string>()
    for (const { setting, problem } of found) if (problem !== null) problems.set(setting.name, problem)
    const candidates = new Map(
      found.map(({ setting, sdl }) => {
        const before = members.find(({ name }) => name === setting.name)?.sdl ?? kept.of(setting)
        return [setting.name, [...new Set([sdl, before].filter((each) => each !== null))]] as const
      }),
    )
    const joined = await joinMost({ join: planned }, candidates, (name, reasons) =>
      problems.set(name, reasons.join(' ')),
    )
    states = {}
    for (const { setting } of found) {
      const taken = joined.members.some(({ name }) => name === setting.name)
      states[setting.name] = taken ? (problems.has(setting.name) ? 'kept' : 'served') : 'absent'
    }
    tell(problems)
    const settings = found.map(({ setting }) => setting)
    const next = JSON.stringify([
      joined.members,
      found.map(({ setting, module }) => states[setting.name] !== 'absent' && [setting, module?.version]),
    ])
    if (next === serving) return null
    members = joined.members
    const transports = { ...over.transports }
    for (const member of members) {
      const { setting, module } = found.find((each) => each.setting.name === member.name)!
      transports[member.name] = transportOf(setting, module, member)
    }
    const { graph, close } = await openedGraph({ ...over, supergraph: joined.supergraph, transports })
    serving = next
    kept.keep(settings, members)
    return {
      supergraph: joined.supergraph,
      graph,
      async close() {
        await close()
        await Promise.all(joined.members.map(({ name }) => transports[name]!.close()))
      },
    }
  }

  /** A planner that ends over the supergraph would plan nothing for anybody: so another is asked first. */
  async function planned(applicants: readonly Applicant[]): Promise<Joined> {
    const joined = await joining.join(applicants)
    if (!over.planApart || applicants.length === 0) return joined
    const planner = plannerApart(joined.supergraph.sdl, () => {})
    try {
      await planner.plan('{ __typename }')
    } catch (error) {
      if (!(error instanceof Unplanned)) return joined // it says what it thinks of the operation: so it is there
      const names = applicants.map(({ name }) => name).join(', ')
      throw new GuestRefused(names, [
        'Wanted a supergraph by which operations can be planned; the planner ended over it.',
      ])
    } finally {
      planner.stop()
    }
    return joined
  }

  /** A file that cannot be read, or is wrong, is an error at the start alone; later it is as it was. */
  function settingsNow(): readonly GuestSetting[] {
    try {
      before = guestsNow(config.guests)
    } catch (error) {
      if (before === null) throw error
      if ((error as Error).message !== wrongFile)
        foundation.logger.error({ problem: (error as Error).message }, 'the subgraphs stay as they were')
      wrongFile = (error as Error).message
      return before
    }
    wrongFile = ''
    return before
  }

  function transportOf(
    setting: GuestSetting,
    module: GuestModule | null,
    { name, taken: sdl, scopes }: Member,
  ): Transport {
    const guest = { name, sdl, scopes, timeout: setting.timeout * 1000 }
    if (setting.url !== null)
      return guestTransport(guest, carrierOf(setting, config.limits.answer), signedBy(signing, guest), report)
    // Its file cannot be loaded now: it was, and is known by its SDL.
    const loaded = module ? moduleCarrier(module) : nothing
    return guestTransport(guest, loaded, introduced(guest), report)
  }

  function tell(problems: ReadonlyMap<string, string>): void {
    for (const [name, problem] of problems) {
      if (told.get(name) !== problem)
        foundation.logger.error({ subgraph: name, state: states[name], problem }, 'a subgraph is not served as it says')
      told.set(name, problem)
    }
    for (const name of told.keys()) if (!problems.has(name)) told.delete(name)
  }
}

const nothing: Carrier<Identity> = {
  async execute() {
    throw new Error('Its module cannot be loaded.')
  },
  subscribe() {
    throw new Error('Its module cannot be loaded.')
  },
  async close() {},
}

interface KeptSdl {
  where: string
  sdl: string
}

/** What each said of itself when it was taken last, in a file: a gateway starts though one is down. */
function keptIn(folder: string, report: (cause: unknown) => void) {
  const file = join(folder, 'subgraphs.json')
  const whereOf = ({ url, module }: GuestSetting) => url ?? module ?? ''
  let kept: Record<string, KeptSdl> = {}
  try {
    kept = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') report(error)
  }
  return {
    of(setting: GuestSetting): string | null {
      const found = Object.hasOwn(kept, setting.name) ? kept[setting.name] : undefined
      return found && found.where === whereOf(setting) && typeof found.sdl === 'string' ? found.sdl : null
    },
    keep(settings: readonly GuestSetting[], members: readonly Member[]): void {
      kept = Object.fromEntries(
        settings.flatMap((setting) => {
          const sdl = members.find(({ name }) => name === setting.name)?.sdl ?? null
          return sdl === null ? [] : [[setting.name, { where: whereOf(setting), sdl }]]
        }),
      )
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 })
        renameSync(`${file}.new`, file)
      } catch (error) {
        report(error)
      }
    },
  }
}
