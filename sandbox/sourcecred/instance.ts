// A SourceCred instance of one's own, in the format of 0.11: what `sourcecred go` leaves in a folder. The numbers are made
// up; how they hang together is not: cred follows from the scores of the graph by SourceCred's formula, to the bit.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { COMMUNITY, PEOPLE, type Person } from '../people.ts'
import { seededRandom } from '../random.ts'
import { payGrain } from './grain.ts'
import { buildGraph } from './graph.ts'
import { identify, ledgerOf, node, type Participant } from './identities.ts'
import { endOfWeek, type Interval, weeksUntil } from './weeks.ts'

/** What stands in an instance, for tests to compare with. */
export interface KnownCred {
  identity: string
  identityId: string
  cred: number[]
  total: number
}

export interface Instance {
  /** The files by their paths, such as `output/credGrainView`. */
  files: Record<string, Buffer>
  intervals: Interval[]
  /** In the order of the files. */
  participants: KnownCred[]
}

export interface InstanceOptions {
  people?: readonly Person[]
  /** How many weeks of cred. */
  weeks?: number
  /** End of the last interval: a Sunday, 00:00 UTC. By default of the week that has begun. */
  lastWeekEnd?: Date
  forum?: string
  seed?: string
  /** Only these files of `output/` and `data/`: a large instance need not hold everything twice. */
  only?: readonly ('credGrainView' | 'accounts' | 'credGraph' | 'ledger')[]
}

/** Builds an instance. The same options give the same bytes. */
export function buildInstance(options: InstanceOptions = {}): Instance {
  const forum = options.forum ?? COMMUNITY.discourse
  const random = seededRandom(options.seed ?? 'sandbox')
  const intervals = weeksUntil(options.lastWeekEnd ?? endOfWeek(new Date()), options.weeks ?? 40)
  const participants = identify(options.people ?? PEOPLE, random, forum)
  const { graph, cred } = buildGraph(participants, intervals, random)
  const start = intervals[0]?.startTimeMs ?? 0
  const events = ledgerOf(participants, start, random)
  const grain = payGrain(participants, intervals, cred, events, random)
  const wanted = (file: NonNullable<InstanceOptions['only']>[number]) => options.only?.includes(file) ?? true

  const files: Record<string, Buffer> = configuration(forum)
  if (wanted('credGrainView'))
    files['output/credGrainView'] = zlib({
      intervals,
      participants: participants.map(({ active, identity }, index) => ({
        active,
        cred: sum(cred[index]!),
        credPerInterval: cred[index],
        grainEarned: String(grain.paid(identity.id)),
        grainEarnedPerInterval: intervals.map(({ endTimeMs }) => String(grain.paidAt(identity.id, endTimeMs))),
        identity,
      })),
    })
  if (wanted('accounts'))
    files['output/accounts.json'] = json({
      accounts: participants.map((participant, index) => account(participant, cred[index]!, grain)),
      intervals,
      unclaimedAliases: [unclaimed(forum, intervals)],
    })
  if (wanted('credGraph')) files['output/credGraph'] = zlib(graph)
  if (wanted('ledger'))
    files['data/ledger.json'] = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  return {
    files,
    intervals,
    participants: participants.map(({ identity }, index) => ({
      identity: identity.name,
      identityId: identity.id,
      cred: cred[index]!,
      total: sum(cred[index]!),
    })),
  }
}

/** Writes an instance into a folder. */
export function writeInstance(instance: Instance, folder: string): void {
  for (const [path, content] of Object.entries(instance.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** So many made-up people: one in a hundred earns cred, the others have next to none, as in real instances. */
export function manyPeople(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `member-${String(index).padStart(6, '0')}`
    return { identity: name, name, slug: null, github: name, weekly: index % 100 === 0 ? 1 + (index % 7) : 0 }
  })
}

function account({ identity, mergedId, active }: Participant, cred: number[], grain: ReturnType<typeof payGrain>) {
  return {
    account: {
      active,
      allocationHistory: [],
      balance: String(grain.balance(identity.id)),
      identity,
      mergedIdentityIds: mergedId ? [identity.id, mergedId] : [identity.id],
      paid: String(grain.paid(identity.id)),
      payoutAddresses: {},
    },
    cred,
    totalCred: sum(cred),
  }
}

/** Somebody of the forum whom nobody has claimed: real cred, no identity. */
function unclaimed(forum: string, intervals: Interval[]) {
  const cred = intervals.map((_, index) => (index % 5 === 0 ? 0.25 : 0))
  const description = `discourse/[@passer-by](${forum}/u/passer-by/)`
  return {
    alias: { address: node('sourcecred', 'discourse', 'user', forum, 'passer-by'), description },
    cred,
    totalCred: sum(cred),
  }
}

function configuration(forum: string): Record<string, Buffer> {
  const plugin = (name: string) => `config/plugins/sourcecred/${name}/config.json`
  return {
    'sourcecred.json': json({ bundledPlugins: ['sourcecred/discord', 'sourcecred/discourse', 'sourcecred/github'] }),
    'config/currencyDetails.json': json({ currencyName: 'Shells', currencySuffix: ' sh' }),
    'config/grain.json': json({ allocationPolicies: [], maxSimultaneousDistributions: 100 }),
    'config/dependencies.json': json([]),
    'config/personalAttributions.json': json([]),
    [plugin('discord')]: json([
      { guildId: '698554120337104001', reactionWeightConfig: { defaultWeight: 1, weights: {} } },
    ]),
    [plugin('discourse')]: json({ serverUrl: forum }),
    [plugin('github')]: json({ repositories: [`${COMMUNITY.slug}/garden`, `${COMMUNITY.slug}/handbook`] }),
  }
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const zlib = (value: unknown) => deflateSync(json(value))
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
