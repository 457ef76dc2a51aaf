// Everyone with a seat, once somebody wants to see them, and who sits as somebody else.

import { useState } from 'react'
import {
  LeftOutDocument,
  type LeftOutQuery,
  type ProposalQuery,
  VotersDocument,
  type VotersQuery,
} from '../../../schema/generated/dashboard.ts'
import { Shown, useAsked } from '../here.tsx'
import { Link, paths } from '../route.tsx'
import { number } from '../words.ts'
import { Further } from './further.tsx'

export function Voters({ proposal: { id, electorate } }: { proposal: NonNullable<ProposalQuery['proposal']> }) {
  const [open, setOpen] = useState(false)
  if (electorate.size === 0) return null
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Everyone with a seat</summary>
      {open && <Everyone id={id} />}
    </details>
  )
}

function Everyone({ id }: { id: string }) {
  const voters = useAsked(VotersDocument, { proposal: id, after: null })
  const leftOut = useAsked(LeftOutDocument, { proposal: id, after: null })
  const end = ({ proposal }: VotersQuery) => proposal?.electorate.voters.pageInfo
  const endOfLeftOut = ({ proposal }: LeftOutQuery) => proposal?.electorate.doubles.pageInfo
  return (
    <>
      <Shown asked={voters}>
        {(data) => (
          <>
            <Seats data={data} />
            <Further
              label="Show more"
              query={VotersDocument}
              variables={{ proposal: id }}
              placeOf={end}
              from={end(data)}
            >
              {(more) => <Seats data={more} />}
            </Further>
          </>
        )}
      </Shown>
      <Shown asked={leftOut}>
        {(data) => (
          <>
            <Doubles data={data} />
            <Further
              label="Show more of those"
              query={LeftOutDocument}
              variables={{ proposal: id }}
              placeOf={endOfLeftOut}
              from={endOfLeftOut(data)}
            >
              {(more) => <Doubles data={more} />}
            </Further>
          </>
        )}
      </Shown>
    </>
  )
}

function Seats({ data: { proposal } }: { data: VotersQuery }) {
  return (
    <ul className="lines">
      {proposal?.electorate.voters.nodes.map(({ member, weight }) => (
        <li key={member?.id}>
          <span className="what">{member && <Link to={paths.member(member.id)}>{member.name}</Link>}</span>
          <b className="amount">{number(weight)}</b>
        </li>
      ))}
    </ul>
  )
}

function Doubles({ data: { proposal } }: { data: LeftOutQuery }) {
  const nodes = proposal?.electorate.doubles.nodes ?? []
  if (nodes.length === 0) return null
  return (
    <ul className="lines">
      {nodes.map(({ member, seatedAs }) => (
        <li key={member?.id}>
          <span className="what">
            {member?.name} has no seat of their own: by their accounts they are {seatedAs?.name}
          </span>
        </li>
      ))}
    </ul>
  )
}
