// An instance behind HTTP, as GitHub Pages would serve it: below a path, with ETags, and with everything that goes wrong.
import { createHash } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { deflateSync } from 'node:zlib'
import { buildInstance, type Instance } from './instance.ts'

export type { Instance, InstanceOptions, KnownCred } from './instance.ts'
export { buildInstance, manyPeople, writeInstance } from './instance.ts'
export type { Interval } from './weeks.ts'
export { endOfWeek, WEEK } from './weeks.ts'

/**
 * - `html`: a page with status 200. `404`, `500`: without the file.
 * - `truncated`: half of the file, as if it were whole. `cut`: half of it, then the connection ends.
 * - `huge`: says it has 2 GB, and sends until the reader hangs up. `bomb`: a small file that inflates to 600 MB.
 * - `redirect-loop`: to itself. `slow`: the first byte, and then nothing.
 */
export type InstanceFault = 'html' | '404' | '500' | 'truncated' | 'cut' | 'huge' | 'bomb' | 'redirect-loop' | 'slow'

export interface SeenFile {
  path: string
  ifNoneMatch: string | null
  status: number
}

export interface SourceCred {
  /** The address of the instance, with the slash at its end. */
  url: string
  instance: Instance
  /** Every request for a file, in order. */
  requests: SeenFile[]
  /** Serves another instance from now on: a new day's run. */
  replace(instance: Instance): void
  faults: {
    /** Breaks one file, or all of them. It stays broken until `clear`. */
    set(fault: InstanceFault, path?: string): void
    clear(): void
    /** False: no ETags, as on some hosts. */
    etags: boolean
  }
  stop(): Promise<void>
}

const BASE = '/tidewater-cred/'
const CHUNK = Buffer.alloc(64 * 1024)

/** Starts a server with an instance: the sandbox's own by default. */
export async function startSourceCred(
  options: { instance?: Instance; port?: number; host?: string } = {},
): Promise<SourceCred> {
  let instance = options.instance ?? buildInstance()
  let broken: Map<string, InstanceFault> = new Map()
  const requests: SeenFile[] = []
  const faults: SourceCred['faults'] = {
    set: (fault, path = '*') => void broken.set(path, fault),
    clear() {
      broken = new Map()
    },
    etags: true,
  }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://instance').pathname)
    const name = path.startsWith(BASE) ? path.slice(BASE.length) : null
    const content = name === null ? undefined : instance.files[name]
    const seen: SeenFile = { path: name ?? path, ifNoneMatch: request.headers['if-none-match'] ?? null, status: 200 }
    requests.push(seen)
    response.on('close', () => {
      seen.status = response.statusCode
    })
    const fault = broken.get(name ?? '') ?? broken.get('*')
    if (fault) return spoil(response, fault, content ?? Buffer.alloc(0), request.url ?? '/')
    if (!content) return page(response, 404, 'There is no such page.')
    const etag = `"${createHash('sha1').update(content).digest('hex')}"`
    if (faults.etags) response.setHeader('etag', etag)
    if (faults.etags && seen.ifNoneMatch === etag) {
      response.writeHead(304)
      return void response.end()
    }
    response.writeHead(200, { 'content-type': typeOf(path), 'content-length': content.length })
    response.end(request.method === 'HEAD' ? undefined : content)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${options.host ?? '127.0.0.1'}:${port}${BASE}`,
    get instance() {
      return instance
    },
    requests,
    replace(other) {
      instance = other
    },
    faults,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function spoil(response: ServerResponse, fault: InstanceFault, content: Buffer, url: string): void {
  const half = content.subarray(0, Math.floor(content.length / 2))
  switch (fault) {
    case 'html':
      page(response, 200, 'This is a page, and not what you asked for.')
      return
    case '404':
    case '500':
      page(response, Number(fault), 'Sorry.')
      return
    case 'truncated':
      response.writeHead(200, { 'content-length': half.length })
      return void response.end(half)
    case 'cut':
      response.writeHead(200, { 'content-length': content.length })
      return void response.write(half, () => response.destroy())
    case 'huge':
      response.writeHead(200, { 'content-length': 2 * 1024 ** 3 })
      pour(response)
      return
    case 'bomb':
      return void response.end(bomb())
    case 'redirect-loop':
      response.writeHead(302, { location: url })
      return void response.end()
    case 'slow':
      response.writeHead(200, { 'content-length': content.length })
      return void response.write(content.subarray(0, 1))
  }
}

/** Sends as fast as the other side reads, until it has had enough. */
function pour(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(CHUNK));
  }
  response.on('drain', more)
  more()
}

let made: Buffer | null = null
/** JSON that is mostly spaces. */
function bomb(): Buffer {
  made ??= deflateSync(
    Buffer.concat([Buffer.from('{"intervals":['), Buffer.alloc(600 * 1024 ** 2, ' '), Buffer.from(']}')]),
  )
  return made
}

function page(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html><title>${text}</title>`)
}

const typeOf = (path: string) => (path.endsWith('.json') ? 'application/json' : 'application/octet-stream')
