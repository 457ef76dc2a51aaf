// For an administrator: a link that signs a member in, once.

import { useRef, useState } from 'react'
import { useMutation } from 'urql'
import { CreateSignInLinkDocument } from '../../../schema/generated/dashboard.ts'
import { problemOf, useMay } from '../here.tsx'
import { refusal } from '../words.ts'
import { At } from './time.tsx'

export function SignInLink({ member: { id, name }, community }: { member: Member; community: string }) {
  const may = useMay(community, 'ADMIN')
  const [{ data, error, fetching }, make] = useMutation(CreateSignInLinkDocument)
  const place = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)
  if (!may) return null
  const { url, expiresAt, userErrors } = data?.createSignInLink ?? { url: null, expiresAt: null, userErrors: [] }
  const problem = error ? problemOf(error) : userErrors[0] && refusal(userErrors[0])

  /** Where a page may not write to the clipboard the link is marked, to be copied by hand. */
  async function copy() {
    place.current?.select()
    const done = navigator.clipboard?.writeText(url!).then(
      () => true,
      () => false,
    )
    setCopied((await done) ?? false)
  }
  return (
    <section aria-labelledby="sign-in-link">
      <h2 id="sign-in-link">Sign-in link</h2>
      <p className="aside">
        It signs whoever opens it in as {name}: once, within 15 minutes. Send it where only they can read it.
      </p>
      <div className="buttons">
        <button
          type="button"
          disabled={fetching}
          onClick={() => {
            setCopied(false)
            void make({ member: id })
          }}
        >
          {url ? 'Make another' : 'Make a link'}
        </button>
        {url && (
          <button type="button" className="quiet" onClick={() => void copy()}>
            Copy it
          </button>
        )}
      </div>
      {url && (
        <label className="link">
          Good until {expiresAt && <At instant={expiresAt} />}
          <input ref={place} type="text" readOnly value={url} onFocus={(event) => event.target.select()} />
        </label>
      )}
      <span role="status">{copied && 'It is copied.'}</span>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}

interface Member {
  id: string
  name: string
}
