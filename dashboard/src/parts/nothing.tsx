// What an address leads to that leads nowhere, or nowhere for who asks.

import { Link, paths, usePath, useTitle } from '../route.tsx'

export function Nothing() {
  useTitle('Not found')
  const path = usePath()
  return (
    <>
      <h1>There is nothing here</h1>
      <p>
        Nothing has this address, or you may not see it. <Link to={paths.communities}>See the communities</Link>, or{' '}
        <Link to={paths.signIn(path)}>sign in</Link>.
      </p>
    </>
  )
}
