// Signing in: by a key that is pasted, or by a link for once. The code of a link stands in the fragment of the address,
// which no server is sent, and is gone from the address before anything else happens.

import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useHere } from '../here.tsx'
import { go, Link, paths, useTitle } from '../route.tsx'
import { signIn } from '../session.ts'

export function SignIn() {
  useTitle('Sign in')
  const { session, renewSession } = useHere()
  const [key, setKey] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const tried = useRef(false)

  async function enter(by: { key: string } | { code: string }) {
    const back = new URLSearchParams(location.search).get('back')
    setBusy(true)
    const refused = await signIn(by)
    setBusy(false)
    setProblem(refused)
    if (refused) return
    // Only a place of this page: never an address that someone else wrote.
    if (back && /^\/(?!\/)[\w/.-]*$/.test(back)) go(back, { replace: true })
    await renewSession()
  }

  useEffect(() => {
    const code = decodeURIComponent(location.hash.slice(1))
    if (!code || tried.current) return
    tried.current = true
    history.replaceState(null, '', location.pathname + location.search)
    void enter({ code })
  }, [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    const given = key.trim()
    setKey('')
    if (given) void enter({ key: given })
  }
  const { viewer } = session
  if (viewer && !problem) {
    const { community, member } = viewer
    return (
      <>
        <h1>Signed in</h1>
        <p>
          {member ? `Welcome, ${member.name}.` : 'You are signed in by a key that is nobody’s own.'}{' '}
          {community ? (
            <>
              Go on to <Link to={paths.community(community.slug)}>{community.name}</Link>.
            </>
          ) : (
            <Link to={paths.communities}>See the communities.</Link>
          )}
        </p>
      </>
    )
  }
  return (
    <>
      <h1>Sign in</h1>
      {busy && <p role="status">Signing in …</p>}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <form className="card sign-in" onSubmit={submit}>
        <label>
          Your key
          <input
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={key}
            placeholder="fmk_…"
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
        <button type="submit" disabled={busy || !key.trim()}>
          Sign in
        </button>
        <p className="aside">
          An administrator of your community makes keys, and links that sign you in once. The key is sent to the server
          and not kept by this page: what your browser keeps is a cookie that no script can read.
        </p>
      </form>
    </>
  )
}
