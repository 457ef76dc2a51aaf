// The graph whose scores are the source of cred. With P participants and s the share a participant gives away,
//   cred[p][e] = scores[nodes.length + 1 + e*(1+P) + 1 + p] * (beta - s*beta)

import { node, type Participant } from './identities.ts'
import type { Interval } from './weeks.ts'

const PARAMETERS = { alpha: 0.1, beta: 0.4, gammaBackward: 0.1, gammaForward: 0.1 }
/** What CredRank leaves to those who never did anything. */
const DUST = 3.2e-40

/** The graph, and the cred of each participant in each interval. */
export function buildGraph(participants: Participant[], intervals: Interval[], random: () => number) {
  const nodes = intervals.flatMap(({ startTimeMs }, week) =>
    [1, 2].map((n) => ({
      address: node('sourcecred', 'github', 'ISSUE', 'tidewater-commons', 'garden', String(week * 2 + n)),
      description: `[#${week * 2 + n}](https://github.com/tidewater-commons/garden/issues/${week * 2 + n}): a task`,
      mint: 1,
      timestampMs: startTimeMs + n * 3_600_000,
    })),
  )
  const given = attribution(participants, intervals)
  const { beta } = PARAMETERS
  const scores = [1, ...nodes.map(() => 0.5 + random())]
  const cred: number[][] = participants.map(() => [])
  intervals.forEach(({ startTimeMs }, week) => {
    scores.push(1)
    const ago = intervals.length - 1 - week
    participants.forEach(({ person, identity }, index) => {
      const there = ago <= (person.from ?? Number.POSITIVE_INFINITY) && ago >= (person.until ?? 0)
      const score = there && person.weekly > 0 ? round((person.weekly * (0.6 + 0.8 * random())) / beta) : DUST
      scores.push(score)
      const share = given?.from === identity.id && given.since <= startTimeMs ? given.share : 0
      cred[index]!.push(score * (beta - share * beta))
    })
  })
  const mpg = {
    epochStarts: intervals.map(({ startTimeMs }) => startTimeMs),
    indexedEdges: [],
    indexedMints: nodes.map(({ mint }, index) => [index + 1, mint]),
    lastEpochEndMs: intervals.at(-1)?.endTimeMs ?? 0,
    nodes,
    parameters: PARAMETERS,
    participants: participants.map(({ identity }) => ({
      address: identity.address,
      description: identity.name,
      id: identity.id,
    })),
    personalAttributions: given
      ? [
          {
            fromParticipantId: given.from,
            recipients: [
              {
                proportions: [{ proportionValue: given.share, timestampMs: given.since }],
                toParticipantId: given.to,
              },
            ],
          },
        ]
      : [],
    radiationTransitionProbabilities: [],
  }
  return { graph: { mpg, scores }, cred }
}

/** The first participant gives a tenth of their cred to the second, in the later half of the time. */
function attribution(participants: Participant[], intervals: Interval[]) {
  const [from, to] = participants
  const since = intervals[Math.floor(intervals.length / 2)]?.startTimeMs
  if (!from || !to || since === undefined) return null
  return { from: from.identity.id, to: to.identity.id, since, share: 0.1 }
}

const round = (value: number) => Math.round(value * 1e6) / 1e6
