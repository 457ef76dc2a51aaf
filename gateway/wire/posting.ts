// Asking another process over HTTP by as little as it takes. undici's own `request` makes a stream of each answer, which costs
// more than all that is done with it: measured, seven answers of 60 KB in all take 2.2 ms that way, and 1.1 ms this way.

import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'

export interface Posted {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface Posting {
  /** http(s)://host:port */
  origin: string
  path: string
  headers: Record<string, string>
  body: string
  signal?: AbortSignal | null
  /** Milliseconds, in place of the dispatcher's own. */
  timeout?: number
}

/** @throws what the dispatcher says kept it from being answered; the reason of the signal */
export function posted(dispatcher: Dispatcher, { signal = null, timeout, ...request }: Posting): Promise<Posted> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const answer: Posted = { status: 0, headers: {}, body: '' }
    const chunks: Buffer[] = []
    let under: Dispatcher.DispatchController | null = null
    const leave = () => {
      reject(signal!.reason)
      under?.abort(signal!.reason)
    }
    signal?.addEventListener('abort', leave, { once: true })
    const timeouts = timeout === undefined ? {} : { headersTimeout: timeout, bodyTimeout: timeout }
    dispatcher.dispatch(
      { ...request, ...timeouts, method: 'POST' },
      {
        onRequestStart(controller) {
          under = controller
          if (signal?.aborted) controller.abort(signal.reason)
        },
        onResponseStart(_, status, headers) {
          answer.status = status
          answer.headers = headers
        },
        onResponseData(_, chunk) {
          chunks.push(chunk)
        },
        onResponseEnd() {
          signal?.removeEventListener('abort', leave)
          answer.body = (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString()
          resolve(answer)
        },
        onResponseError(_, error) {
          signal?.removeEventListener('abort', leave)
          reject(error)
        },
      },
    )
  })
}
