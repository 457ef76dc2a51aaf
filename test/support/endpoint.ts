// The endpoint of an external driver: it keeps what it was sent, and answers as a test says.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { Webhook } from 'standardwebhooks'

export interface Delivered {
  id: string
  headers: IncomingHttpHeaders
  text: string
  body: any
}

export interface Endpoint {
  url: string
  /** All that was sent, taken or not. */
  readonly sent: Delivered[]
  /** Ids of what was taken, each as often as it was. */
  readonly taken: string[]
  /** How it answers; null: 204. */
  answer: ((response: ServerResponse, delivered: Delivered) => unknown) | null
  until(met: () => boolean): Promise<void>
}

export async function startEndpoint(t: TestContext): Promise<Endpoint> {
  let heard: () => void = () => {}
  const endpoint: Endpoint = {
    url: '',
    sent: [],
    taken: [],
    answer: null,
    async until(met) {
      while (!met()) {
        await new Promise<void>((resolve) => {
          heard = resolve
        })
      }
    },
  }
  const server = createServer(async (request, response) => {
    response.on('finish', () => heard()).on('close', () => heard())
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    const id = String(request.headers['webhook-id'])
    const delivered = { id, headers: request.headers, text, body: JSON.parse(text || 'null') }
    endpoint.sent.push(delivered)
    if (endpoint.answer) endpoint.answer(response, delivered)
    else {
      endpoint.taken.push(id)
      response.writeHead(204).end()
    }
    heard()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  endpoint.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/folkmoot`
  return endpoint
}

/** The body, where it is signed with the secret. @throws Error where it is not */
export function verified(secret: string, { text, headers }: Delivered): any {
  return new Webhook(secret).verify(text, headers as Record<string, string>)
}
