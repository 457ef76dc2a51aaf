// What the pages of a community share: its name, the way to its other pages, and its streams, which run while one of
// them is open.

import { type ReactNode, useEffect } from 'react'
import type { Head } from '../graphql/streams.ts'
import { useHere } from '../here.tsx'
import { Link, paths } from '../route.tsx'

export type Tab = 'now' | 'cred' | 'policies' | 'activity'

const tabs: [Tab, string, (slug: string) => string][] = [
  ['now', 'Now', paths.community],
  ['cred', 'Cred', paths.cred],
  ['policies', 'Policies', paths.policies],
  ['activity', 'Activity', paths.activity],
]

export function CommunityFrame({ head, tab, children }: { head: Head; tab?: Tab; children: ReactNode }) {
  const { streams } = useHere().connection
  const { id } = head
  useEffect(() => streams.follow(head), [id, streams])
  return (
    <>
      <nav className="community" aria-label={head.name}>
        <Link to={paths.community(head.slug)} className="name">
          {head.name}
        </Link>
        {head.visibility === 'PRIVATE' && <span className="tag">private</span>}
        <ul>
          {tabs.map(([name, label, to]) => (
            <li key={name}>
              <Link to={to(head.slug)} aria-current={name === tab ? 'page' : undefined}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </>
  )
}
