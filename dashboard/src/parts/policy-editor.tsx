// A policy as text, checked while it is written: each message stands at its line. Before it is applied it can be tried on
// what happened lately.

import { useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { useMutation } from 'urql'
import {
  ApplyPolicyDocument,
  CheckPolicyDocument,
  type CheckPolicyQuery,
  TryPolicyDocument,
  type TryPolicyQuery,
} from '../../../schema/generated/dashboard.ts'
import { problemOf, useHere } from '../here.tsx'
import { kindInWords, refusal, verdicts } from '../words.ts'
import { At } from './time.tsx'

type Check = CheckPolicyQuery['checkPolicy']
type Problem = Check['problems'][number]
type Trial = TryPolicyQuery['tryPolicy']

const pause = 400 // milliseconds without typing before it is checked

export default function PolicyEditor(props: { community: string; begin: string; applied(policy: string): void }) {
  const { community, begin, applied } = props
  const { client } = useHere().connection
  const [text, setText] = useState(begin)
  const [check, setCheck] = useState<Check | null>(null)
  const [trial, setTrial] = useState<Trial | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [trying, setTrying] = useState(false)
  const [{ fetching }, apply] = useMutation(ApplyPolicyDocument)

  useEffect(() => {
    let left = false
    const timer = setTimeout(async () => {
      const asked = { community, document: text }
      const { data, error } = await client.query(CheckPolicyDocument, asked, { requestPolicy: 'network-only' })
      if (left) return
      setProblem(error ? problemOf(error) : null)
      if (data) setCheck(data.checkPolicy)
    }, pause)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [client, community, text])

  async function run() {
    setTrying(true)
    const asked = { community, document: text }
    const { data, error } = await client.query(TryPolicyDocument, asked, { requestPolicy: 'network-only' })
    setTrying(false)
    setProblem(error ? problemOf(error) : null)
    setTrial(data?.tryPolicy ?? null)
  }
  async function put() {
    const { data, error } = await apply({ community, document: text })
    const refused = data?.applyPolicy?.userErrors[0]
    setProblem(error ? problemOf(error) : refused ? refusal(refused) : null)
    if (data?.applyPolicy?.policy) applied(data.applyPolicy.policy.id)
  }
  return (
    <section className="editor" aria-label="The policy, as text">
      <Text
        value={text}
        problems={check?.problems ?? []}
        warnings={check?.warnings ?? []}
        change={(value) => {
          setText(value)
          setTrial(null)
        }}
      />
      <div role="status" className="check">
        {check?.valid && (
          <p className="good">
            {check.inWords}
            <span className="aside">
              {' '}
              {check.replaces
                ? `It would be version ${check.replaces.version + 1} of ${check.replaces.name}.`
                : 'It would be a new policy.'}
            </span>
          </p>
        )}
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="buttons">
        <button type="button" disabled={fetching || !check?.valid} onClick={() => void put()}>
          Apply it
        </button>
        <button type="button" className="quiet" disabled={trying || !check?.valid} onClick={() => void run()}>
          Try it on the last 50 actions
        </button>
      </div>
      <div role="status">{trial && <Tried trial={trial} />}</div>
    </section>
  )
}

function Text(props: { value: string; problems: Problem[]; warnings: Problem[]; change(value: string): void }) {
  const { value, problems, warnings, change } = props
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const id = useId()
  const lines = useDeferredValue(value).split('\n')
  const wrong = new Set(problems.map(({ line }) => line))

  /** Puts the cursor where the problem is. */
  function show({ line, column }: Problem) {
    if (!line || !area.current) return
    const before =
      value
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0)
    const at = before + Math.max(0, (column ?? 1) - 1)
    area.current.focus()
    area.current.setSelectionRange(at, at)
    area.current.scrollTop = (line - 3) * 21
  }
  return (
    <>
      <div className="text">
        <div className="gutter" ref={gutter} aria-hidden="true">
          {lines.map((_, index) => (
            <span key={index} className={wrong.has(index + 1) ? 'wrong' : undefined}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          ref={area}
          value={value}
          rows={Math.min(30, Math.max(12, lines.length + 1))}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          aria-label="Document, in YAML"
          aria-invalid={problems.length > 0}
          aria-describedby={id}
          onChange={(event) => change(event.target.value)}
          onScroll={(event) => {
            gutter.current!.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
      <ul id={id} className="problems" aria-live="polite">
        {[...problems, ...warnings].map((problem) => (
          <li
            key={`${problem.path.join('.')} ${problem.message}`}
            className={warnings.includes(problem) ? 'warning' : 'problem'}
          >
            {problem.line ? (
              <button type="button" className="quiet" onClick={() => show(problem)}>
                line {problem.line}
              </button>
            ) : (
              <code>{problem.path.join('.')}</code>
            )}{' '}
            {warnings.includes(problem) && 'It can be applied, but: '}
            {problem.message}
          </li>
        ))}
      </ul>
    </>
  )
}

function Tried({ trial: { results, problems, snapshot } }: { trial: Trial }) {
  if (problems.length > 0) return <p className="problem">{problems.map(({ message }) => message).join(' ')}</p>
  const concerned = results.filter(({ verdict }) => verdict !== 'NOT_CONCERNED')
  return (
    <section aria-labelledby="trial">
      <h3 id="trial">
        It would have concerned {concerned.length} of the last {results.length} actions
      </h3>
      {snapshot && (
        <p className="aside">
          With members, roles and cred as they are now; cred as read <At instant={snapshot.fetchedAt} />. Nothing was
          changed.
        </p>
      )}
      <ol className="stream">
        {concerned.map(({ action, verdict, reason, title, performs }) => (
          <li key={action.id}>
            <span>
              {kindInWords(action.kind)}
              {action.subject.title && `: ${action.subject.title}`}{' '}
              <span className="badge quiet" data-verdict={verdict}>
                {verdicts[verdict]}
              </span>
              {title && (
                <>
                  {' '}
                  <q>{title}</q>
                </>
              )}
              {reason && <span className="aside"> {reason}</span>}
              {performs.length > 0 && <span className="aside"> Then: {performs.map(kindInWords).join(', ')}</span>}
            </span>
            <At instant={action.occurredAt} />
          </li>
        ))}
      </ol>
    </section>
  )
}
