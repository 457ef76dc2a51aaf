// Who voted, in the order in which they first did. Ten thousand votes are loaded as they are scrolled to, and those that are
// far out of sight leave nothing but their room: neither the document nor what a new vote costs grows with the list.

import { memo, type ReactNode, useEffect, useRef, useState } from 'react'
import { type ProposalCardFragment, type VoteLineFragment, VotesDocument } from '../../../schema/generated/dashboard.ts'
import { Shown, useAsked } from '../here.tsx'
import { Link, paths } from '../route.tsx'
import { casterInWords, labelOf, number, platformName } from '../words.ts'
import { At } from './time.tsx'

type Ballot = Pick<ProposalCardFragment, 'id' | 'choices' | 'electorate' | 'tally'>

export function Votes({ proposal }: { proposal: Ballot }) {
  const [pages, setPages] = useState<(string | null)[]>([null])
  return (
    <section aria-labelledby="votes">
      <h2 id="votes">
        Who voted <span className="count">{number(proposal.tally.voters, 0)}</span>
      </h2>
      <div className="votes">
        {pages.map((after, index) => (
          <Near key={after}>
            <Some
              proposal={proposal}
              after={after}
              last={index === pages.length - 1}
              goOn={(cursor) => setPages((before) => (before.includes(cursor) ? before : [...before, cursor]))}
            />
          </Near>
        ))}
      </div>
    </section>
  )
}

const nearby = '1500px 0px' // above and below what is seen

/** Shows what is near what is seen, and keeps the room of what is not. What has the focus stays. */
function Near({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState<number | null>(null)
  useEffect(() => {
    const element = box.current!
    const seen = new IntersectionObserver(
      (entries) => {
        const { isIntersecting, boundingClientRect } = entries.at(-1)!
        if (isIntersecting) setRoom(null)
        else if (!element.contains(document.activeElement)) setRoom((before) => before ?? boundingClientRect.height)
      },
      { rootMargin: nearby },
    )
    seen.observe(element)
    return () => seen.disconnect()
  }, [])
  return (
    <div ref={box} style={room === null ? undefined : { height: room }}>
      {room === null && children}
    </div>
  )
}

function Some(props: { proposal: Ballot; after: string | null; last: boolean; goOn(cursor: string): void }) {
  const { proposal, after, last, goOn } = props
  const asked = useAsked(VotesDocument, { proposal: proposal.id, after })
  return (
    <Shown asked={asked}>
      {({ proposal: answer }) => {
        const { nodes, pageInfo } = answer?.votes ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
        const weighs = Math.abs(proposal.electorate.totalWeight - proposal.electorate.size) > 1e-6
        return (
          <>
            {nodes.length === 0 && after === null && <p className="empty">Nobody has voted yet.</p>}
            <ul>
              {nodes.map((vote) => (
                <Line key={vote.id} vote={vote} choices={proposal.choices} weighs={weighs} />
              ))}
            </ul>
            {last && pageInfo.hasNextPage && <More goOn={() => goOn(pageInfo.endCursor!)} />}
          </>
        )
      }}
    </Shown>
  )
}

/** Of a thousand votes one changes: the others are not drawn again. */
const Line = memo(function Line(props: { vote: VoteLineFragment; choices: Ballot['choices']; weighs: boolean }) {
  const { choices, weight, comment, source, note, castBy, castAt, revision, member } = props.vote
  const byOther = castBy !== null && !castBy.own && castBy.kind !== 'VENUE'
  const label = (key: string) => labelOf(props.choices, key)
  return (
    <li className="vote-line">
      <span className="who">{member ? <Link to={paths.member(member.id)}>{member.name}</Link> : 'a member'}</span>
      <span className="choice" data-means={props.choices.find(({ key }) => key === choices[0])?.means}>
        {choices.map(label).join(' › ')}
      </span>
      <span className="aside">
        {props.weighs && `weighs ${number(weight)} · `}
        <At instant={castAt} />
        {byOther ? ` · cast by ${casterInWords(castBy)}` : source !== 'folkmoot' && ` · on ${platformName(source)}`}
        {note && ` · noted: ${note}`}
        {revision > 0 && ' · changed'}
      </span>
      {comment && <q className="comment">{comment}</q>}
    </li>
  )
})

/** A button; reached by scrolling, it presses itself. */
function More({ goOn }: { goOn(): void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && goOn(), {
      rootMargin: '600px',
    })
    seen.observe(button.current!)
    return () => seen.disconnect()
  }, [goOn])
  return (
    <button type="button" ref={button} onClick={goOn}>
      Show more votes
    </button>
  )
}
