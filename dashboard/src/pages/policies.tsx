// The policies of a community, each in words.

import { PoliciesDocument } from '../../../schema/generated/dashboard.ts'
import type { Head } from '../graphql/streams.ts'
import { Shown, useAsked, useMay } from '../here.tsx'
import { OfCommunity } from '../parts/of-community.tsx'
import { At } from '../parts/time.tsx'
import { Link, paths, useTitle } from '../route.tsx'

export default function PoliciesPage({ slug }: { slug: string }) {
  return (
    <OfCommunity slug={slug} tab="policies">
      {(head) => <Body head={head} />}
    </OfCommunity>
  )
}

export const policyStatuses = { ACTIVE: 'in force', PAUSED: 'paused', RETIRED: 'retired' } as const

function Body({ head }: { head: Head }) {
  useTitle(`Policies of ${head.name}`)
  const asked = useAsked(PoliciesDocument, { community: head.id }, { fresh: true })
  const may = useMay(head.id, 'ADMIN')
  return (
    <>
      <h1>Policies</h1>
      <p className="lead">What happens by itself when something happens.</p>
      {may && (
        <p>
          <Link to={paths.newPolicy(head.slug)} className="button">
            Write a policy
          </Link>
        </p>
      )}
      <Shown asked={asked}>
        {({ community }) => {
          const policies = community?.policies ?? []
          const order = ['ACTIVE', 'PAUSED', 'RETIRED']
          const shown = [...policies].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
          return (
            <>
              {shown.length === 0 && <p className="empty">There is no policy yet: nothing is decided by itself.</p>}
              {shown.map(({ id, name, version, status, inWords, createdAt }) => (
                <article key={id} className="card policy" data-status={status} aria-labelledby={`title-${id}`}>
                  <div className="badges">
                    <span className="tag">{policyStatuses[status]}</span>
                    <span className="aside">
                      version {version}, since <At instant={createdAt} short />
                    </span>
                  </div>
                  <h2 id={`title-${id}`}>
                    <Link to={paths.policy(id)}>{name}</Link>
                  </h2>
                  <p>{inWords ?? 'This policy cannot be told in words by this version of Folkmoot.'}</p>
                </article>
              ))}
            </>
          )
        }}
      </Shown>
    </>
  )
}
