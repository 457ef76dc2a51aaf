// For an administrator: members who seem to be one person, with one press to make them one.

import { useState } from 'react'
import { useMutation } from 'urql'
import { DoublesDocument, type DoublesQuery, MergeMembersDocument } from '../../../schema/generated/dashboard.ts'
import { problemOf, Shown, useAsked, useMay } from '../here.tsx'
import { Link, paths } from '../route.tsx'
import { refusal } from '../words.ts'
import { Further } from './further.tsx'

export function Doubles({ community }: { community: string }) {
  const may = useMay(community, 'ADMIN')
  return may ? <List community={community} /> : null
}

function List({ community }: { community: string }) {
  const asked = useAsked(DoublesDocument, { community, after: null }, { fresh: true })
  const end = (data: DoublesQuery) => data.community?.doubles?.pageInfo
  if (asked.data?.community?.doubles?.totalCount === 0) return null
  return (
    <section aria-labelledby="doubles">
      <h2 id="doubles">Perhaps one person</h2>
      <p className="aside">
        They have one seat on each ballot, and their cred counts once. Merging cannot be undone: what both have becomes
        one member’s.
      </p>
      <Shown asked={asked}>
        {(data) => (
          <>
            <Some data={data} again={asked.again} />
            <Further label="Show more" query={DoublesDocument} variables={{ community }} placeOf={end} from={end(data)}>
              {(more) => <Some data={more} again={asked.again} />}
            </Further>
          </>
        )}
      </Shown>
    </section>
  )
}

type Double = NonNullable<NonNullable<DoublesQuery['community']>['doubles']>['nodes'][number]

function Some({ data, again }: { data: DoublesQuery; again(): void }) {
  return (
    <ul className="lines">
      {data.community?.doubles?.nodes.map((double) => (
        <Pair key={double.member.id} double={double} again={again} />
      ))}
    </ul>
  )
}

function Pair({ double: { member, heldBy, why }, again }: { double: Double; again(): void }) {
  const [{ fetching }, merge] = useMutation(MergeMembersDocument)
  const [problem, setProblem] = useState<string | null>(null)

  async function press() {
    const { data, error } = await merge({ from: member.id, into: heldBy.id })
    const refused = data?.mergeMembers?.userErrors[0]
    setProblem(error ? problemOf(error) : refused ? refusal(refused) : null)
    if (!error && !refused) again()
  }
  return (
    <li>
      <span className="what">
        <Link to={paths.member(member.id)}>{member.name}</Link> and{' '}
        <Link to={paths.member(heldBy.id)}>{heldBy.name}</Link> <span className="aside">{why}</span>
        {problem && (
          <span className="problem" role="alert">
            {problem}
          </span>
        )}
      </span>
      <button type="button" disabled={fetching} onClick={() => void press()}>
        Merge into {heldBy.name}
      </button>
    </li>
  )
}
