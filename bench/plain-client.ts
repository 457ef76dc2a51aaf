// A client that costs next to nothing, so that what is measured is the server and not who asks it: one kept-alive
// connection, one request at a time, and of HTTP/1.1 just what our servers answer (a content-length, no chunks).

import { once } from 'node:events'
import { connect } from 'node:net'

export interface Answer {
  status: number
  text: string
}
export interface PlainClient {
  post(body: string): Promise<Answer>
  close(): void
}

const blank = '\r\n\r\n'

/** @param headers of every request; host, content-type and content-length are added */
export async function plainClient(url: string, headers: Record<string, string> = {}): Promise<PlainClient> {
  const { hostname, port, host, pathname } = new URL(url)
  const socket = connect(Number(port), hostname).setNoDelay()
  await once(socket, 'connect')
  const given = Object.entries({ host, 'content-type': 'application/json', ...headers })
  const head = `POST ${pathname} HTTP/1.1\r\n${given.map(([name, value]) => `${name}: ${value}\r\n`).join('')}content-length: `
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | null = null
  let came: Buffer = Buffer.alloc(0)

  socket.on('data', (chunk) => {
    came = came.length === 0 ? chunk : Buffer.concat([came, chunk])
    const end = came.indexOf(blank)
    if (end < 0) return
    const said = came.toString('latin1', 0, end)
    const length = /\r\ncontent-length: (\d+)/i.exec(said)
    if (!length && !said.startsWith('HTTP/1.1 204')) return fail(`Wanted an answer with a length; got ${said}`)
    const start = end + blank.length
    const whole = start + Number(length?.[1] ?? 0)
    if (came.length < whole) return
    const answer = { status: Number(said.slice(9, 12)), text: came.toString('utf8', start, whole) }
    came = came.subarray(whole)
    const done = waiting
    waiting = null
    done?.resolve(answer)
  })
  socket.on('error', (error) => fail(error.message))
  socket.on('close', () => fail('The connection was closed.'))

  function fail(message: string): void {
    waiting?.reject(new Error(message))
    waiting = null
  }

  return {
    post(body) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(`${head}${Buffer.byteLength(body)}${blank}${body}`)
      })
    },
    close: () => void socket.destroy(),
  }
}
