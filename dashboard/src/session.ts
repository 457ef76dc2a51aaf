// Who is signed in. The browser holds a cookie that no script can read; a key is sent once, and kept nowhere.

export interface Session {
  viewer: {
    member: { id: string; name: string } | null
    community: { id: string; slug: string; name: string } | null
    scopes: string[]
  } | null
}

const nobody: Session = { viewer: null }

/** Tells the other tabs that somebody has signed in or out: that alone, so that each asks the server who it is now. */
const tabs = new BroadcastChannel('folkmoot-session')

/** Calls back when another tab has signed in or out, or when this one is shown again as the browser had kept it. */
export function onSession(changed: () => void): () => void {
  const shown = ({ persisted }: PageTransitionEvent) => persisted && changed()
  tabs.addEventListener('message', changed)
  window.addEventListener('pageshow', shown)
  return () => {
    tabs.removeEventListener('message', changed)
    window.removeEventListener('pageshow', shown)
  }
}

/** Whether both are the same person's, with the same rights. */
export const sameSession = (one: Session, other: Session) => JSON.stringify(one) === JSON.stringify(other)

/** Who is signed in; nobody, where the server does not say. */
export async function readSession(): Promise<Session> {
  try {
    const answer = await fetch('/session', { headers: { accept: 'application/json' } })
    return answer.ok ? ((await answer.json()) as Session) : nobody
  } catch {
    return nobody
  }
}

/** @returns why not, in words; null when it is done. */
export async function signIn(by: { key: string } | { code: string }): Promise<string | null> {
  let answer: Response
  try {
    answer = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(by),
    })
  } catch {
    return 'The server does not answer. Check your connection, and try again.'
  }
  if (answer.ok) {
    tabs.postMessage('changed')
    return null
  }
  const refused = (await answer.json().catch(() => null)) as { error?: { code: string; message: string } } | null
  return words[refused?.error?.code ?? ''] ?? refused?.error?.message ?? `The server answered ${answer.status}.`
}

export async function signOut(): Promise<void> {
  await fetch('/session', { method: 'DELETE' })
  tabs.postMessage('changed')
}

const words: Record<string, string> = {
  UNAUTHENTICATED: 'This key is not valid: it is unknown, was revoked, or has expired.',
  SIGN_IN_CODE_UNKNOWN: 'This link is not valid. Ask an administrator of your community for a new one.',
  SIGN_IN_CODE_EXPIRED: 'This link has expired: it is good for 15 minutes. Ask for a new one.',
  SIGN_IN_CODE_USED: 'This link was used before: it is good for one sign-in. Ask for a new one.',
  TOO_MANY_TRIES: 'Too many tries. Wait a minute, and try again.',
  RATE_LIMITED: 'Too much was asked for from your network. Wait a minute, and try again.',
}
