// The communities that can be seen, and a search of them.

import { useDeferredValue, useState } from 'react'
import { CommunitiesDocument } from '../../../schema/generated/dashboard.ts'
import { Shown, useAsked, useHere } from '../here.tsx'
import { Link, paths, useTitle } from '../route.tsx'

export function Communities() {
  useTitle('Communities')
  const [search, setSearch] = useState('')
  const [more, setMore] = useState<string[]>([])
  const wanted = useDeferredValue(search.trim())
  const own = useHere().session.viewer?.community
  return (
    <>
      <h1>Communities</h1>
      {own && (
        <p>
          Yours: <Link to={paths.community(own.slug)}>{own.name}</Link>
        </p>
      )}
      <search>
        <label>
          Search{' '}
          <input
            type="search"
            value={search}
            maxLength={100}
            onChange={(event) => {
              setSearch(event.target.value)
              setMore([])
            }}
          />
        </label>
      </search>
      <div className="communities">
        {[null, ...more].map((after, index) => (
          <Some
            key={after}
            after={after}
            search={wanted}
            last={index === more.length}
            goOn={(cursor) => setMore([...more, cursor])}
          />
        ))}
      </div>
    </>
  )
}

function Some(props: { after: string | null; search: string; last: boolean; goOn(cursor: string): void }) {
  const { after, search, last, goOn } = props
  const asked = useAsked(CommunitiesDocument, { after, search: search || null }, { fresh: true })
  return (
    <Shown asked={asked}>
      {({ communities: { nodes, pageInfo } }) => (
        <>
          {nodes.length === 0 && after === null && (
            <p className="empty">
              {search
                ? `No community has “${search}” in its name.`
                : 'There is no community here that you can see yet.'}
            </p>
          )}
          {nodes.map(({ id, slug, name, visibility }) => (
            <Link key={id} to={paths.community(slug)} className="card community">
              <span className="title">{name}</span>
              <span className="aside">
                {slug}
                {visibility === 'PRIVATE' && <span className="tag">private</span>}
              </span>
            </Link>
          ))}
          {last && pageInfo.hasNextPage && (
            <button type="button" onClick={() => goOn(pageInfo.endCursor!)}>
              Show more
            </button>
          )}
        </>
      )}
    </Shown>
  )
}
