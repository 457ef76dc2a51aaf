// A built page in memory, and how its files are answered: with the right type, compressed as it was built, and kept by
// browsers for ever where the name has a hash.

import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { securityHeaders } from './security.ts'

export interface BuiltFile {
  type: string
  etag: string
  /** The name changes with the content. */
  hashed: boolean
  /** As it is, and by content-coding. */
  identity: Buffer
  br?: Buffer
  gzip?: Buffer
}

/** By path, with the slash at the front. */
export type BuiltPage = ReadonlyMap<string, BuiltFile>

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** @throws Error when there is no whole build in the folder. */
export function readBuild(folder: string): BuiltPage {
  const page = new Map<string, BuiltFile>()
  for (const name of globSync('**/*', { cwd: folder })) {
    const file = join(folder, name)
    if (/\.(br|gz)$/.test(name) || !statSync(file).isFile()) continue
    const identity = readFileSync(file)
    page.set(`/${name.replaceAll('\\', '/')}`, {
      type: types[extname(name)] ?? 'application/octet-stream',
      etag: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
      hashed: /-[\w-]{8}\.\w+$/.test(name),
      identity,
      ...maybe('br', `${file}.br`),
      ...maybe('gzip', `${file}.gz`),
    })
  }
  if (!page.has('/index.html')) throw new Error(`Wanted a build of the page in ${folder}; got none.`)
  return page
}

function maybe(coding: 'br' | 'gzip', file: string): { br?: Buffer; gzip?: Buffer } {
  try {
    return { [coding]: readFileSync(file) }
  } catch {
    return {}
  }
}

/** Answers GET or HEAD with the file. */
export function sendFile(request: IncomingMessage, response: ServerResponse, file: BuiltFile): void {
  const coding = chosen(file, request.headers['accept-encoding'])
  const body = coding === null ? file.identity : file[coding]!
  const etag = `"${file.etag}${coding === null ? '' : `-${coding}`}"`
  const headers = {
    ...securityHeaders(),
    'cache-control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    ...(file.br || file.gzip ? { vary: 'accept-encoding' } : {}),
  }
  if (matches(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(200, {
    ...headers,
    'content-type': file.type,
    'content-length': body.length,
    ...(coding === null ? {} : { 'content-encoding': coding }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** The smallest form that the client takes (RFC 9110, 12.5.3): a coding of weight 0 is not taken. */
function chosen(file: BuiltFile, accepted: string | undefined): 'br' | 'gzip' | null {
  const taken = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [coding = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase())
      const weight = parameters.find((each) => each.startsWith('q='))?.slice(2)
      return [coding, weight === undefined || Number(weight) > 0]
    }),
  )
  const takes = (coding: string) => taken.get(coding) ?? taken.get('*') ?? false
  if (file.br && takes('br')) return 'br'
  return file.gzip && takes('gzip') ? 'gzip' : null
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}
