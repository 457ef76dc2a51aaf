// The address of an instance, as it is stored and shown: so it holds no secret.

import { fileURLToPath, pathToFileURL } from 'node:url'
import { Refusal } from '../../../schema/errors.ts'
import { shownAddress } from '../../../schema/shown-address.ts'

const path = ['input', 'url']

/**
 * The address with one slash at its end.
 * @throws Refusal BAD_INPUT; FORBIDDEN for a folder unless those are allowed
 */
export function instanceUrl(given: string, foldersAllowed: boolean): string {
  const wanted = 'Wanted the http(s) address of a SourceCred instance, or file:///absolute/folder'
  const shown = shownAddress(given)
  const url = given.length <= 2000 && URL.canParse(given) ? new URL(given) : null
  if (url?.protocol === 'file:') {
    if (!foldersAllowed)
      throw new Refusal('FORBIDDEN', 'A folder needs the key that is admin over all communities.', { path })
    if (url.host !== '' || !/^file:\/\/\//i.test(given))
      throw new Refusal('BAD_INPUT', `${wanted}; got "${shown}".`, { path })
    return withSlash(pathToFileURL(folderOf(url, wanted)).href)
  }
  if (!url || !/^https?:$/.test(url.protocol)) throw new Refusal('BAD_INPUT', `${wanted}; got "${shown}".`, { path })
  if (url.username || url.password || url.search || url.hash) {
    const what = 'without a name, password, query or fragment: everyone can see it'
    throw new Refusal('BAD_INPUT', `Wanted an address ${what}.`, { path })
  }
  url.pathname = url.pathname.replace(/\/(index\.html)?$/, '')
  return withSlash(url.href)
}

// Private:

function folderOf(url: URL, wanted: string): string {
  try {
    return fileURLToPath(url)
  } catch (cause) {
    throw new Refusal('BAD_INPUT', `${wanted}; got "${shownAddress(url.href)}".`, { path, cause })
  }
}

function withSlash(href: string): string {
  return `${href.replace(/\/+$/, '')}/`
}
