// From the bytes of a file to its text, whatever its name says: `.json.gzip` is zlib, and a server may gzip on top.

import { gunzipSync, inflateSync } from 'node:zlib'
import { SourceProblem } from './problem.ts'

/** The largest real instance inflates to 50 MB. */
export const mostInflatedBytes = 256 * 1024 * 1024

/** Parses JSON that may be gzip, zlib or plain. @throws SourceProblem */
export function parseJson(path: string, bytes: Uint8Array): unknown {
  const text = inflatedText(path, bytes)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unparsable(path, text, cause)
  }
}

/** The text of a file. @throws SourceProblem HTML, TRUNCATED, MALFORMED or TOO_LARGE */
export function inflatedText(path: string, bytes: Uint8Array, most = mostInflatedBytes): string {
  let inflated = bytes
  for (let layer = 0; layer < 2 && isCompressed(inflated); layer++) inflated = inflate(path, inflated, most)
  if (inflated.length > most) throw tooLarge(path, most)
  const text = Buffer.from(inflated.buffer, inflated.byteOffset, inflated.byteLength)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim()
  if (text === '') throw new SourceProblem('TRUNCATED', `${path} is empty: nothing was written to it.`)
  if (text.startsWith('<')) throw html(path)
  return text
}

/** Whether a body is a web page: what many hosts answer, with status 200, for a file that is not there. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*</.test(Buffer.from(bytes.subarray(0, 200)).toString('utf8'))
}

export function html(path: string): SourceProblem {
  return new SourceProblem(
    'HTML',
    `Wanted the file ${path} of a SourceCred instance; the address answered with a web page (HTML).`,
  )
}

export function tooLarge(path: string, most: number): SourceProblem {
  return new SourceProblem(
    'TOO_LARGE',
    `${path} is larger than the ${Math.round(most / 1024 / 1024)} MB that are read.`,
  )
}

// Private:

function isCompressed(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[0] === 0x78
}

function inflate(path: string, bytes: Uint8Array, most: number): Uint8Array {
  try {
    return (bytes[0] === 0x1f ? gunzipSync : inflateSync)(bytes, { maxOutputLength: most })
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(path, most)
    if (code === 'Z_BUF_ERROR')
      throw new SourceProblem('TRUNCATED', `${path} ends in the middle of its compressed data.`, { cause })
    throw new SourceProblem('MALFORMED', `${path} is compressed, but its data is damaged.`, { cause })
  }
}

function unparsable(path: string, text: string, cause: unknown): SourceProblem {
  const whole = /[}\]]$/.test(text)
  if (/^[[{]/.test(text) && !whole)
    return new SourceProblem('TRUNCATED', `${path} ends in the middle of its JSON.`, { cause })
  const start = JSON.stringify(text.slice(0, 30))
  return new SourceProblem('MALFORMED', `Wanted JSON in ${path}; got text that begins with ${start}.`, { cause })
}
