// One operation, over each of the three ways in, as anyone may send it: what was answered, and by which code it was refused.

import WebSocket from 'ws'

export const transports = ['post', 'sse', 'ws'] as const
export type Transport = (typeof transports)[number]

export interface Operation {
  query: string
  variables?: Record<string, unknown>
  /** The body as it is sent, in place of the operation. */
  raw?: string
}

export interface Caller {
  key?: string | null
  headers?: Record<string, string>
  /** Milliseconds that an answer is waited for. */
  patience?: number
}

export interface Said {
  /** Of HTTP; of a WebSocket 200, or the code that it was closed with. */
  status: number
  data: any
  /** Of the first error (of one that says nothing before others), or of the close. Null: there was none. */
  code: string | null
  message: string
  /** Whether it was an answer at all, in the form of the protocol. What was masked is a fault of ours, and is none. */
  wellFormed: boolean
}

const usual = 30_000 // milliseconds

let addresses = 0
/** An attacker has many addresses: each request comes from another, so that what it meets is not only the limit of one. */
export function elsewhere(): string {
  const number = ++addresses
  return `198.18.${(number >> 8) & 255}.${number & 255}` // of RFC 2544: nobody's
}

export function ask(url: string, transport: Transport, operation: Operation, caller: Caller = {}): Promise<Said> {
  if (transport === 'ws') return overWebSocket(url, operation, caller)
  return overHttp(url, transport, operation, caller)
}

/** Every text as JSON writes it, also a key `__proto__`, which an object of ours would not have. */
const bodyOf = ({ query, variables, raw }: Operation) => raw ?? JSON.stringify({ query, variables })

async function overHttp(
  url: string,
  transport: Transport,
  operation: Operation,
  { key, headers, patience = usual }: Caller,
): Promise<Said> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': elsewhere(),
      ...(transport === 'sse' ? { accept: 'text/event-stream' } : {}),
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...headers,
    },
    body: bodyOf(operation),
    signal: AbortSignal.timeout(patience),
  })
  if (!(answer.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    return saidBy(answer.status, await answer.text())
  }
  // The first event, whatever comes after it.
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body!) {
    text += decoder.decode(chunk, { stream: true })
    const event = /^event: (next|error)\n(?:id: .*\n)?data: (.*)\n\n/m.exec(text)
    if (event) return saidBy(answer.status, event[2]!)
    if (/^event: complete/m.test(text)) break
  }
  return { status: answer.status, data: null, code: null, message: '', wellFormed: true }
}

function overWebSocket(url: string, operation: Operation, { key, headers, patience = usual }: Caller): Promise<Said> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { 'x-forwarded-for': elsewhere(), ...headers },
    })
    const late = setTimeout(() => done({ ...nothing, message: 'no answer in time', wellFormed: false }), patience)
    const done = (said: Said) => {
      clearTimeout(late)
      socket.close()
      resolve(said)
    }
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: key ? { authorization: `Bearer ${key}` } : {} })),
    )
    socket.on('message', (data) => {
      const message = JSON.parse(String(data))
      if (message.type === 'connection_ack') socket.send(`{"id":"1","type":"subscribe","payload":${bodyOf(operation)}}`)
      if (message.type === 'next') done(saidBy(200, JSON.stringify(message.payload)))
      if (message.type === 'error') done(saidBy(200, JSON.stringify({ errors: message.payload })))
      if (message.type === 'complete') done({ ...nothing, wellFormed: true })
    })
    socket.on('close', (status, reason) =>
      done({ ...nothing, status, code: `closed ${status}`, message: String(reason), wellFormed: status >= 1000 }),
    )
    socket.on('unexpected-response', (_request, response) =>
      done({ ...nothing, status: response.statusCode ?? 0, code: `HTTP ${response.statusCode}`, wellFormed: true }),
    )
    socket.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(late)
      if (error.code === 'ECONNREFUSED') reject(error)
    })
  })
}

const nothing: Said = { status: 200, data: null, code: null, message: '', wellFormed: false }

function saidBy(status: number, text: string): Said {
  try {
    const { data = null, errors, error } = JSON.parse(text)
    const told: any[] = errors ?? (error ? [error] : [])
    const codeOf = (each: any): string => each?.extensions?.code ?? each?.code ?? 'no code'
    const fault = told.find((each) => codeOf(each) === 'no code' || codeOf(each) === 'INTERNAL_SERVER_ERROR')
    const first = fault ?? told[0]
    return { status, data, code: first ? codeOf(first) : null, message: first?.message ?? '', wellFormed: !fault }
  } catch {
    return { ...nothing, status, message: text.slice(0, 200) }
  }
}
