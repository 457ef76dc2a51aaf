// What a page follows of a community. Left and come back to, each stream goes on where it was: the cache then holds what
// it would hold had the page stayed.

import type { Client, TypedDocumentNode } from '@urql/core'
import {
  ActionStreamDocument,
  CredStreamDocument,
  DecisionStreamDocument,
  type HeadFragment,
  MemberStreamDocument,
  PolicyStreamDocument,
  ProposalStreamDocument,
  type ProposalStreamSubscription,
} from '../../../schema/generated/dashboard.ts'

export type Head = HeadFragment
export type ProposalEvent = ProposalStreamSubscription['proposals']

export interface Streams {
  /** Follows a community until what it returns is called. */
  follow(head: Head): () => void
  /** Calls back with each event of the proposals that are followed. */
  onProposal(heard: (event: ProposalEvent) => void): () => void
}

type Variables = { community: string; after?: string | null }
type Event = { cursor: string }

export function createStreams(client: Client): Streams {
  const places = new Map<string, string>()
  const heard = new Set<(event: ProposalEvent) => void>()

  function one<Field extends string, Data extends Record<Field, Event>>(
    document: TypedDocumentNode<Data, Variables>,
    field: Field,
    community: string,
    from: string,
  ): () => void {
    const place = `${community} ${field}`
    const after = places.get(place) ?? from
    places.set(place, after)
    const { unsubscribe } = client.subscription(document, { community, after }).subscribe(({ data }) => {
      const event = data?.[field]
      if (!event) return
      places.set(place, event.cursor)
      if (field === 'proposals') for (const each of heard) each(event as unknown as ProposalEvent)
    })
    return unsubscribe
  }

  return {
    follow({ id, proposalsFrom, decisionsFrom, actionsFrom, membersFrom, policiesFrom, credFrom }) {
      const stops = [
        one(ProposalStreamDocument, 'proposals', id, proposalsFrom),
        one(DecisionStreamDocument, 'decisions', id, decisionsFrom),
        one(ActionStreamDocument, 'actions', id, actionsFrom),
        one(MemberStreamDocument, 'members', id, membersFrom),
        one(PolicyStreamDocument, 'policies', id, policiesFrom),
        one(CredStreamDocument, 'credRefreshed', id, credFrom),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
    onProposal(callback) {
      heard.add(callback)
      return () => heard.delete(callback)
    },
  }
}
