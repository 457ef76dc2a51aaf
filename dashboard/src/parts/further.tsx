// The pages after the first of a list, each asked for when it is wanted, and shown beneath the ones before.

import { type ReactNode, useState } from 'react'
import type { TypedDocumentNode } from 'urql'
import { Shown, useAsked } from '../here.tsx'

interface Place {
  hasNextPage: boolean
  endCursor?: string | null
}

interface Paged<Data, Variables> {
  /** What the button says that asks for the next page. */
  label: string
  query: TypedDocumentNode<Data, Variables & { after?: string | null }>
  variables: Variables
  /** Where a page ends. */
  placeOf(data: Data): Place | undefined
  /** A page. */
  children(data: Data): ReactNode
}

/** What comes after `from`, where the page before ends. */
export function Further<Data, Variables extends object>(
  props: Paged<Data, Variables> & { from: Place | null | undefined },
) {
  const [wanted, setWanted] = useState(false)
  const { from, label } = props
  if (!from?.hasNextPage) return null
  if (wanted) return <Next {...props} after={from.endCursor!} />
  return (
    <button type="button" onClick={() => setWanted(true)}>
      {label}
    </button>
  )
}

function Next<Data, Variables extends object>(props: Paged<Data, Variables> & { after: string }) {
  const { after, query, variables, placeOf, children, label } = props
  const asked = useAsked(query, { ...variables, after })
  return (
    <Shown asked={asked}>
      {(data) => (
        <>
          {children(data)}
          <Further
            from={placeOf(data)}
            label={label}
            query={query}
            variables={variables}
            placeOf={placeOf}
            children={children}
          />
        </>
      )}
    </Shown>
  )
}
