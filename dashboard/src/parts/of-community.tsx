// A page of a community by its slug.

import type { ReactNode } from 'react'
import { CommunityHeadDocument } from '../../../schema/generated/dashboard.ts'
import type { Head } from '../graphql/streams.ts'
import { Shown, useAsked } from '../here.tsx'
import { CommunityFrame, type Tab } from './community-frame.tsx'
import { Nothing } from './nothing.tsx'

export function OfCommunity({ slug, tab, children }: { slug: string; tab: Tab; children(head: Head): ReactNode }) {
  const asked = useAsked(CommunityHeadDocument, { community: slug })
  return (
    <Shown asked={asked}>
      {({ community }) =>
        community ? (
          <CommunityFrame head={community} tab={tab}>
            {children(community)}
          </CommunityFrame>
        ) : (
          <Nothing />
        )
      }
    </Shown>
  )
}
