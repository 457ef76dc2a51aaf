// One policy: in words, as it is written, its versions side by side; for an administrator, to change, pause and retire.

import { lazy, Suspense, useState } from 'react'
import { useMutation } from 'urql'
import {
  PolicyDocument,
  PolicyHeadDocument,
  type PolicyQuery,
  type PolicyStatus,
  SetPolicyStatusDocument,
} from '../../../schema/generated/dashboard.ts'
import { sideBySide } from '../differences.ts'
import { problemOf, Shown, useAsked, useMay } from '../here.tsx'
import { CommunityFrame } from '../parts/community-frame.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { At } from '../parts/time.tsx'
import { go, Link, paths, useTitle } from '../route.tsx'
import { refusal } from '../words.ts'
import { textOf } from '../yaml.ts'
import { policyStatuses } from './policies.tsx'

const PolicyEditor = lazy(() => import('../parts/policy-editor.tsx'))

type Policy = NonNullable<PolicyQuery['policy']>

export default function PolicyPage({ id }: { id: string }) {
  const asked = useAsked(PolicyHeadDocument, { id })
  const name = asked.data?.policy?.name
  useTitle(name && `Policy ${name}`)
  return (
    <Shown asked={asked}>
      {({ policy }) =>
        policy ? (
          <CommunityFrame head={policy.community} tab="policies">
            <h1>{policy.name}</h1>
            <Whole id={policy.id} community={policy.community.id} />
          </CommunityFrame>
        ) : (
          <Nothing />
        )
      }
    </Shown>
  )
}

function Whole({ id, community }: { id: string; community: string }) {
  const asked = useAsked(PolicyDocument, { policy: id }, { fresh: true })
  const may = useMay(community, 'ADMIN')
  const [editing, setEditing] = useState(false)
  return (
    <Shown asked={asked}>
      {({ policy }) =>
        policy && (
          <>
            <div className="badges">
              <span className="tag">{policyStatuses[policy.status]}</span>
              <span className="aside">
                version {policy.version}, since <At instant={policy.createdAt} />
              </span>
            </div>
            <Newer policy={policy} />
            <p className="lead">
              {policy.inWords ?? 'This policy cannot be told in words by this version of Folkmoot.'}
            </p>
            {may && <Power policy={policy} editing={editing} edit={setEditing} />}
            {editing ? (
              <Suspense fallback={<p className="waiting">Loading…</p>}>
                <PolicyEditor
                  community={community}
                  begin={textOf(policy.document)}
                  applied={(next) => {
                    setEditing(false)
                    go(paths.policy(next))
                  }}
                />
              </Suspense>
            ) : (
              <section aria-labelledby="document">
                <h2 id="document">As it is written</h2>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
                <pre tabIndex={0}>{textOf(policy.document)}</pre>
              </section>
            )}
            {policy.versions.length > 1 && <Versions policy={policy} />}
          </>
        )
      }
    </Shown>
  )
}

/** Where another version has come after this one. */
function Newer({ policy: { version, versions } }: { policy: Policy }) {
  const newest = versions.reduce((one, other) => (other.version > one.version ? other : one), versions[0]!)
  if (newest.version <= version) return null
  return (
    <p className="warning" role="status">
      There is a newer version: <Link to={paths.policy(newest.id)}>version {newest.version}</Link>.
    </p>
  )
}

function Power({ policy, editing, edit }: { policy: Policy; editing: boolean; edit(editing: boolean): void }) {
  const [{ fetching }, set] = useMutation(SetPolicyStatusDocument)
  const [problem, setProblem] = useState<string | null>(null)
  const turn = async (status: PolicyStatus) => {
    const { data, error } = await set({ policy: policy.id, status })
    const refused = data?.setPolicyStatus?.userErrors[0]
    setProblem(error ? problemOf(error) : refused ? refusal(refused) : null)
  }
  return (
    <>
      <div className="buttons">
        <button type="button" onClick={() => edit(!editing)}>
          {editing ? 'Leave it as it is' : 'Write the next version'}
        </button>
        {policy.status === 'ACTIVE' && (
          <button type="button" className="quiet" disabled={fetching} onClick={() => void turn('PAUSED')}>
            Pause
          </button>
        )}
        {policy.status === 'PAUSED' && (
          <button type="button" className="quiet" disabled={fetching} onClick={() => void turn('ACTIVE')}>
            Resume
          </button>
        )}
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </>
  )
}

function Versions({ policy }: { policy: Policy }) {
  const versions = [...policy.versions].sort((a, b) => b.version - a.version)
  const [left, setLeft] = useState(versions[1]!.id)
  const [right, setRight] = useState(versions[0]!.id)
  const text = (id: string) => textOf(versions.find((version) => version.id === id)?.document ?? '')
  const rows = sideBySide(text(left), text(right))
  const choose = (label: string, value: string, set: (id: string) => void) => (
    <label>
      {label}{' '}
      <select value={value} onChange={(event) => set(event.target.value)}>
        {versions.map(({ id, version, createdAt }) => (
          <option key={id} value={id}>
            version {version}, {createdAt.slice(0, 10)}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">Versions side by side</h2>
      <div className="buttons">
        {choose('Compare', left, setLeft)}
        {choose('with', right, setRight)}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className="versions" tabIndex={0} aria-label="Both versions, line by line">
        <table>
          <tbody>
            {rows.map(({ left, right }, index) => (
              <tr key={index} className={left === right ? 'same' : undefined}>
                <td className={left === right ? '' : left === null ? 'none' : 'gone'}>{left}</td>
                <td className={left === right ? '' : right === null ? 'none' : 'come'}>{right}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
