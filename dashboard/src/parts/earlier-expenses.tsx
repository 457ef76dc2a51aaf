// For those who may: expenses that were waiting before their collective was connected, put to the policies. How many there are
// is said before anything is begun, since a ballot may open on each.

import { useState } from 'react'
import { useMutation } from 'urql'
import { ConsiderExpensesDocument } from '../../../schema/generated/dashboard.ts'
import { problemOf, useMay } from '../here.tsx'
import { count, refusal } from '../words.ts'

const most = 300 // of a call

export function EarlierExpenses({ community, connection }: { community: string; connection: string }) {
  const may = useMay(community, 'INTEGRATE', 'DRIVE')
  const [{ fetching }, consider] = useMutation(ConsiderExpensesDocument)
  const [remaining, setRemaining] = useState<number | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  if (!may) return null

  /** None of them: only how many there are. */
  async function ask(which: { expenses: string[] } | { all: true }) {
    const { data, error } = await consider({ input: { community, connection, ...which } })
    const answer = data?.considerExpenses
    const refused = answer?.userErrors[0]
    if (error || refused) return setSaid(error ? problemOf(error) : refusal(refused!))
    const { asked, remaining: left } = { asked: answer?.asked ?? 0, remaining: answer?.remaining ?? 0 }
    setRemaining(left)
    if (asked > 0) setSaid(`The policies are asked about ${count(asked, 'expense')}.`)
    else setSaid(left === 0 ? 'There are none that nobody was asked about.' : null)
  }

  return (
    <div className="buttons">
      {remaining ? (
        <>
          <span>{count(remaining, 'expense')} were waiting before. A ballot may open on each.</span>
          <button type="button" disabled={fetching} onClick={() => void ask({ all: true })}>
            Ask the policies about {remaining > most ? `the oldest ${most}` : 'all of them'}
          </button>
        </>
      ) : (
        <button type="button" className="quiet" disabled={fetching} onClick={() => void ask({ expenses: [] })}>
          Look for earlier expenses
        </button>
      )}
      <span role="status">{said}</span>
    </div>
  )
}
