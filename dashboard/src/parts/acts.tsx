// For an administrator: dangerous acts that wait for another one.

import { useState } from 'react'
import { useMutation } from 'urql'
import {
  ApproveActDocument,
  PendingActsDocument,
  type PendingActsQuery,
  RefuseActDocument,
} from '../../../schema/generated/dashboard.ts'
import { problemOf, Shown, useAsked, useMay } from '../here.tsx'
import { refusal } from '../words.ts'
import { Further } from './further.tsx'
import { At } from './time.tsx'

export function Acts({ community }: { community: string }) {
  const may = useMay(community, 'ADMIN')
  return may ? <List community={community} /> : null
}

function List({ community }: { community: string }) {
  const asked = useAsked(PendingActsDocument, { community, after: null }, { fresh: true })
  const end = (data: PendingActsQuery) => data.community?.pendingActs?.pageInfo
  if (!asked.problem && !asked.data?.community?.pendingActs?.totalCount) return null
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">Waiting for another administrator</h2>
      <p className="aside">Once it is approved, whoever asked sends the same again, and it is let through once.</p>
      <Shown asked={asked}>
        {(data) => (
          <>
            <Some data={data} again={asked.again} />
            <Further
              label="Show more"
              query={PendingActsDocument}
              variables={{ community }}
              placeOf={end}
              from={end(data)}
            >
              {(more) => <Some data={more} again={asked.again} />}
            </Further>
          </>
        )}
      </Shown>
    </section>
  )
}

type Act = NonNullable<NonNullable<PendingActsQuery['community']>['pendingActs']>['nodes'][number]

const Some = ({ data, again }: { data: PendingActsQuery; again(): void }) =>
  data.community?.pendingActs?.nodes.map((act) => <One key={act.id} act={act} again={again} />)

function One({ act, again }: { act: Act; again(): void }) {
  const [approving, approve] = useMutation(ApproveActDocument)
  const [refusing, refuse] = useMutation(RefuseActDocument)
  const [problem, setProblem] = useState<string | null>(null)
  const busy = approving.fetching || refusing.fetching
  const { id, mutation, status, askedBy, askedAt, expiresAt } = act

  async function press(which: 'approve' | 'refuse') {
    const { data, error } = await (which === 'approve' ? approve({ act: id }) : refuse({ act: id }))
    const answer = data && ('approveAct' in data ? data.approveAct : data.refuseAct)
    const refused = answer?.userErrors[0]
    setProblem(error ? problemOf(error) : refused ? refusal(refused) : null)
    if (!error && !refused) again()
  }
  return (
    <div className="card">
      <p>
        <b>{mutation}</b>, asked for by {askedBy.member?.name ?? askedBy.key?.name ?? 'somebody'}{' '}
        <At instant={askedAt} />
        {status === 'APPROVED' && <span className="tag">approved</span>}
      </p>
      <Arguments given={act.arguments} />
      <p className="aside">
        It can be done until <At instant={expiresAt} />
      </p>
      <div className="buttons">
        {status === 'WAITING' && (
          <button type="button" disabled={busy} onClick={() => void press('approve')}>
            Approve
          </button>
        )}
        <button type="button" className="quiet" disabled={busy} onClick={() => void press('refuse')}>
          Refuse
        </button>
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

/** Every argument by itself, so that none can look like another. */
function Arguments({ given }: { given: unknown }) {
  const all = given as Record<string, unknown>
  const each = typeof all.input === 'object' && all.input !== null ? (all.input as typeof all) : all
  return (
    <dl>
      {Object.entries(each).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
            <pre tabIndex={0}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
          </dd>
        </div>
      ))}
    </dl>
  )
}
