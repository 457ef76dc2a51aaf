// What happened to a proposal, the newest first. It grows as things happen: the newest are asked for again after each
// event, at most once a second, until they meet what is known.

import { memo, useEffect, useMemo, useState } from 'react'
import {
  type DecisionCardFragment,
  HistoryDocument,
  type HistoryQuery,
  type ProposalCardFragment,
} from '../../../schema/generated/dashboard.ts'
import { useHere } from '../here.tsx'
import { Link, Outside, paths } from '../route.tsx'
import {
  actionStatuses,
  casterInWords,
  compliances,
  kindInWords,
  labelOf,
  makers,
  outcomeInWords,
  platformName,
} from '../words.ts'
import { At } from './time.tsx'
import { ByWhomToWhat } from './what.tsx'

type History = NonNullable<HistoryQuery['proposal']>['history']
type Entry = History['nodes'][number]
type Proposal = Pick<ProposalCardFragment, 'id' | 'choices'> & { decision: DecisionCardFragment | null }

const atMostEvery = 1000 // milliseconds

function useHistory(proposal: string) {
  const { client, streams } = useHere().connection
  const [entries, setEntries] = useState<ReadonlyMap<string, Entry>>(new Map())
  /** Where the oldest that is known ends; null: nothing is older. */
  const [oldest, setOldest] = useState<string | null>(null)
  const [problem, setProblem] = useState(false)

  async function read(after: string | null): Promise<History | null> {
    const { data, error } = await client.query(HistoryDocument, { proposal, after }, { requestPolicy: 'network-only' })
    setProblem(error !== undefined)
    return data?.proposal?.history ?? null
  }
  const add = (nodes: readonly Entry[]) =>
    setEntries((before) => new Map([...before, ...nodes.map((entry) => [entry.id, entry] as const)]))

  useEffect(() => {
    let known = new Set<string>()
    let gone = false
    let reading = false
    let wanted = false
    let timer: ReturnType<typeof setTimeout> | undefined

    async function renew() {
      if (reading) {
        wanted = true
        return
      }
      reading = true
      const first = known.size === 0
      let after: string | null = null
      const found = new Set<string>()
      for (;;) {
        const page = await read(after)
        if (gone || !page) break
        add(page.nodes)
        const met = page.nodes.some(({ id }) => known.has(id))
        for (const { id } of page.nodes) found.add(id)
        after = page.pageInfo.endCursor
        if (first) setOldest(page.pageInfo.hasNextPage ? after : null)
        if (first || met || !page.pageInfo.hasNextPage) break
      }
      known = new Set([...known, ...found])
      reading = false
      if (wanted && !gone) schedule()
      wanted = false
    }
    function schedule() {
      timer ??= setTimeout(() => {
        timer = undefined
        void renew()
      }, atMostEvery)
    }
    void renew()
    const stop = streams.onProposal((event) => event.proposal.id === proposal && schedule())
    return () => {
      gone = true
      clearTimeout(timer)
      stop()
    }
  }, [proposal, client, streams])

  async function earlier() {
    const page = await read(oldest)
    if (!page) return
    add(page.nodes)
    setOldest(page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null)
  }
  return { entries, more: oldest !== null, earlier, problem }
}

const atOnce = 60 // lines

/** Drawn again when something happened, not when the tally alone has changed. */
export const Timeline = memo(function Timeline({ id, choices, decision }: Proposal) {
  const { entries, more, earlier, problem } = useHistory(id)
  const [room, setRoom] = useState(atOnce)
  const told = useMemo(
    () =>
      [
        ...[...entries.values()].map((entry) => ({ id: entry.id, at: entry.at, entry, action: null })),
        ...(decision?.actions ?? []).map((action) => ({ id: action.id, at: action.occurredAt, entry: null, action })),
      ].sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1)),
    [entries, decision],
  )
  const before = () => {
    if (told.length < room + atOnce && more) void earlier()
    setRoom(room + atOnce)
  }
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What happened</h2>
      {problem && <p className="problem">Its history cannot be read now.</p>}
      <ol className="timeline">
        {told.slice(0, room).map(({ id, at, entry, action }) => (
          <li key={id}>
            {entry && <Told entry={entry} choices={choices} />}
            {action && (
              <span>
                {kindInWords(action.kind)}: <b>{actionStatuses[action.status]}</b>
              </span>
            )}{' '}
            <At instant={at} />
          </li>
        ))}
      </ol>
      {(more || told.length > room) && (
        <button type="button" onClick={before}>
          Show what was before
        </button>
      )}
    </section>
  )
})

const Told = memo(function Told(props: { entry: Entry; choices: Proposal['choices'] }) {
  return <span>{inWords(props)}</span>
})

function inWords({ entry, choices: known }: { entry: Entry; choices: Proposal['choices'] }) {
  const label = (key: string) => labelOf(known, key)
  const { kind, member, choices, revision, castBy, venue, decision, compliance, peoplesAct } = entry
  const byOther = castBy && !castBy.own ? casterInWords(castBy) : null
  const who = member ? <Link to={paths.member(member.id)}>{member.name}</Link> : 'A member'
  switch (kind) {
    case 'OPENED':
      return <>The ballot opened{byOther && `, by ${byOther}`}</>
    case 'VENUE_ADDED':
      return <>Announced {venue && <Outside to={venue.url}>on {platformName(venue.platform)}</Outside>}</>
    case 'VOTE_CAST':
      return (
        <>
          {who} {(revision ?? 0) > 0 ? 'changed their vote' : 'voted'}
          {choices && (
            <>
              {(revision ?? 0) > 0 && ' to'} <b>{choices.map(label).join(' › ')}</b>
            </>
          )}
          {byOther && `, cast by ${byOther}`}
        </>
      )
    case 'VOTE_RETRACTED':
      return byOther ? (
        <>
          The vote of {who} was taken back by {byOther}
        </>
      ) : (
        <>{who} took their vote back</>
      )
    case 'DECIDED':
      return decision ? (
        <>
          Decided {makers[decision.madeBy]}: <b>{outcomeInWords(decision, known)}</b>
        </>
      ) : (
        <>Decided</>
      )
    case 'CANCELED':
      return <>Canceled</>
    case 'COMPLIANCE_CHANGED':
      return (
        <>
          On the platform: <b data-compliance={compliance}>{compliance ? compliances[compliance] : 'changed'}</b>
          {peoplesAct && (
            <>
              . {kindInWords(peoplesAct.kind)}
              <ByWhomToWhat action={peoplesAct} />
            </>
          )}
        </>
      )
  }
}
