// The frame of every page: who is signed in, whether the line holds, and which page the address leads to.

import {
  Component,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import { Provider } from 'urql'
import { connect } from './graphql/client.ts'
import type { Line, Wire } from './graphql/wire.ts'
import { type Here, HereContext } from './here.tsx'
import { Communities } from './pages/communities.tsx'
import { CommunityNow } from './pages/community.tsx'
import { DecisionPage } from './pages/decision.tsx'
import { ProposalPage } from './pages/proposal.tsx'
import { SignIn } from './pages/sign-in.tsx'
import { Nothing } from './parts/nothing.tsx'
import { Link, paths, usePath } from './route.tsx'
import { onSession, readSession, type Session, sameSession, signOut } from './session.ts'

const CredPage = lazy(() => import('./pages/cred.tsx'))
const MemberPage = lazy(() => import('./pages/member.tsx'))
const PoliciesPage = lazy(() => import('./pages/policies.tsx'))
const PolicyPage = lazy(() => import('./pages/policy.tsx'))
const NewPolicyPage = lazy(() => import('./pages/new-policy.tsx'))
const ActivityPage = lazy(() => import('./pages/activity.tsx'))

const pages: [RegExp, (part: string) => ReactNode][] = [
  [/^\/$/, () => <Communities />],
  [/^\/sign-in$/, () => <SignIn />],
  [/^\/communities\/([^/]+)$/, (slug) => <CommunityNow slug={slug} />],
  [/^\/communities\/([^/]+)\/cred$/, (slug) => <CredPage slug={slug} />],
  [/^\/communities\/([^/]+)\/policies$/, (slug) => <PoliciesPage slug={slug} />],
  [/^\/communities\/([^/]+)\/policies\/new$/, (slug) => <NewPolicyPage slug={slug} />],
  [/^\/communities\/([^/]+)\/activity$/, (slug) => <ActivityPage slug={slug} />],
  [/^\/proposals\/([^/]+)$/, (id) => <ProposalPage id={id} />],
  [/^\/decisions\/([^/]+)$/, (id) => <DecisionPage id={id} />],
  [/^\/policies\/([^/]+)$/, (id) => <PolicyPage id={id} />],
  [/^\/members\/([^/]+)$/, (id) => <MemberPage id={id} />],
]

export function App() {
  const [session, setSession] = useState<Session | null>(null)
  const [generation, setGeneration] = useState(0)
  useEffect(() => {
    const look = async () => {
      const found = await readSession()
      setSession((before) => (before && sameSession(before, found) ? before : found))
    }
    void look()
    return onSession(() => void look())
  }, [])

  const here = useMemo<Here | null>(() => {
    void generation
    if (!session) return null
    const renewSession = async () => setSession(await readSession())
    const connection = connect({
      viewer: session.viewer?.member?.id ?? null,
      // Nobody's session cannot end; what refuses a stranger would refuse them for ever.
      signedOut: () => void (session.viewer && renewSession()),
      lostPlace: () => setGeneration((before) => before + 1),
    })
    return { session, connection, renewSession }
  }, [session, generation])
  useEffect(() => () => here?.connection.close(), [here])

  if (!here) return <p className="waiting">Loading…</p>
  return (
    <HereContext value={here}>
      <Provider value={here.connection.client}>
        <a href="#main" className="skip">
          Skip to the page
        </a>
        <Top here={here} />
        <main id="main" tabIndex={-1}>
          <Page key={generation} />
        </main>
        <footer>
          <p>
            <strong>Folkmoot.</strong> X happened in Y. What should happen? Everything here comes from the public API at{' '}
            <code>/graphql</code>.
          </p>
        </footer>
      </Provider>
    </HereContext>
  )
}

function Page() {
  const path = usePath()
  // With the page itself, not after it: who types at once would lose the field again.
  useLayoutEffect(() => {
    // A new page begins at its top, also for who uses the keyboard or hears it.
    if (path && document.activeElement !== document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [path])
  for (const [pattern, page] of pages) {
    const found = pattern.exec(path)
    if (!found) continue
    return (
      <Safe key={path}>
        <Suspense fallback={<p className="waiting">Loading…</p>}>{page(decodeURIComponent(found[1] ?? ''))}</Suspense>
      </Safe>
    )
  }
  return <Nothing />
}

function Top({ here }: { here: Here }) {
  const { viewer } = here.session
  const path = usePath()
  const name =
    viewer && (viewer.member?.name ?? (viewer.scopes.includes('ADMIN') ? 'an administrator’s key' : 'nobody’s own key'))
  return (
    <header className="top">
      <Link to={paths.communities} className="brand">
        <img src="/icon.svg" alt="" width="28" height="28" /> Folkmoot
      </Link>
      <LineSign wire={here.connection.wire} />
      <div className="who">
        {name === null ? (
          <Link to={paths.signIn(path)}>Sign in</Link>
        ) : (
          <>
            <span className="name">{name}</span>
            <button type="button" className="quiet" onClick={() => void signOut().then(here.renewSession)}>
              Sign out
            </button>
          </>
        )}
      </div>
    </header>
  )
}

const signs: Record<Line, string> = { idle: '', live: 'Live', lost: 'Not connected' }

function LineSign({ wire }: { wire: Wire }) {
  const line = useSyncExternalStore(wire.onLine, wire.line)
  return (
    <>
      <span className="line" data-line={line}>
        {signs[line]}
      </span>
      <div role="status" className={line === 'lost' ? 'lost' : 'unseen'}>
        {line === 'lost' &&
          'The connection is lost. What you see may be old; it comes up to date by itself when the connection is back.'}
      </div>
    </>
  )
}

/** A part of the server that is down leaves holes: the page says so instead of vanishing. */
class Safe extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <p className="problem" role="alert">
        This cannot be shown now: a part of what it needs is missing.{' '}
        <button type="button" className="quiet" onClick={() => this.setState({ failed: false })}>
          Try again
        </button>
      </p>
    )
  }
}
