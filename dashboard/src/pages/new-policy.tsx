// A new policy, from an example.

import { useMay } from '../here.tsx'
import { OfCommunity } from '../parts/of-community.tsx'
import PolicyEditor from '../parts/policy-editor.tsx'
import { go, paths, useTitle } from '../route.tsx'

// By a name that nobody has taken: under the name of another policy it would take its place.
const example = `name: my-first-policy
on: opencollective.expense.created
when: action.data.amountInCents <= 500000
decide:
  vote:
    title: 'Pay "{{ action.subject.title }}"?'
    electorate: { role: steward }
    closesIn: P3D
    passes: { quorum: 0.2, threshold: 0.5, minVotes: 2 }
enforcement: ADVISORY
then:
  approved: [{ perform: opencollective.expense.approve }]
`

export default function NewPolicyPage({ slug }: { slug: string }) {
  useTitle('A new policy')
  return (
    <OfCommunity slug={slug} tab="policies">
      {(head) => (
        <>
          <h1>A new policy</h1>
          <Editor community={head.id} />
        </>
      )}
    </OfCommunity>
  )
}

function Editor({ community }: { community: string }) {
  if (!useMay(community, 'ADMIN'))
    return <p className="empty">Only an administrator of the community writes policies.</p>
  return <PolicyEditor community={community} begin={example} applied={(id) => go(paths.policy(id))} />
}
