// Addresses: each page has one that lasts, and the browser's own back and forward work.

import { type AnchorHTMLAttributes, type MouseEvent, useEffect, useSyncExternalStore } from 'react'

const changed = new Set<() => void>()
const tell = () => {
  for (const each of changed) each()
}
window.addEventListener('popstate', tell)

function listen(callback: () => void): () => void {
  changed.add(callback)
  return () => changed.delete(callback)
}

export const usePath = () => useSyncExternalStore(listen, () => location.pathname)

export function go(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  tell()
  window.scrollTo(0, 0)
}

export function Link({ to, ...rest }: { to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const follow = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    event.preventDefault()
    go(to)
  }
  return <a {...rest} href={to} onClick={follow} />
}

/** A link to a platform: only http(s) leads anywhere, whatever a platform says. */
export function Outside({ to, children }: { to: string | null | undefined; children: React.ReactNode }) {
  if (!to || !/^https?:\/\//i.test(to)) return <>{children}</>
  return (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow" className="outside">
      {children}
    </a>
  )
}

export const paths = {
  communities: '/',
  community: (slug: string) => `/communities/${encodeURIComponent(slug)}`,
  cred: (slug: string) => `/communities/${encodeURIComponent(slug)}/cred`,
  policies: (slug: string) => `/communities/${encodeURIComponent(slug)}/policies`,
  newPolicy: (slug: string) => `/communities/${encodeURIComponent(slug)}/policies/new`,
  activity: (slug: string) => `/communities/${encodeURIComponent(slug)}/activity`,
  proposal: (id: string) => `/proposals/${encodeURIComponent(id)}`,
  decision: (id: string) => `/decisions/${encodeURIComponent(id)}`,
  policy: (id: string) => `/policies/${encodeURIComponent(id)}`,
  member: (id: string) => `/members/${encodeURIComponent(id)}`,
  /** Signing in, and back to where one was. */
  signIn: (from: string) => (from === '/sign-in' ? from : `/sign-in?back=${encodeURIComponent(from)}`),
}

/** The title of the window; and a reader of the screen is taken to the head of the page. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Folkmoot`
  }, [title])
}
