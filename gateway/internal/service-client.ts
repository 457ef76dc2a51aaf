// What this process asks of others of the installation: a session with each address, begun when it is first asked, and
// again when it says that it has none (it was restarted, or another answers at the address now).

import type { Dispatcher } from 'undici'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { ServiceName } from '../names.ts'
import { posted } from '../wire/posting.ts'
import type { ClientSession, SessionClient } from './session-client.ts'
import { type Frames, greetingPath } from './session-messages.ts'

export interface ServiceClient {
  /**
   * A request, and its answer as it was given: nothing else comes back.
   * @throws Error NOT_GREETED where it cannot have arrived; as undici's, or where the answer is none to this request
   */
  ask(
    dispatcher: Dispatcher,
    to: { service: ServiceName; address: string },
    request: { path: string; viewer: Viewer; body: string; signal?: AbortSignal | null },
  ): Promise<{ status: number; body: string }>
  /** A WebSocket's first message, and what is said on it from then on. */
  open(
    dispatcher: Dispatcher,
    to: { service: ServiceName; address: string },
  ): Promise<{ params: Record<string, string>; frames: Frames }>
  /** The address may have no session any more. */
  forget(to: { service: ServiceName; address: string }): void
}

const patience = 5_000 // milliseconds for a greeting

export function serviceClientOf(client: SessionClient): ServiceClient {
  const sessions = new Map<string, Promise<ClientSession>>()
  const nameOf = ({ service, address }: { service: string; address: string }) => `${service} ${address}`

  async function greet(dispatcher: Dispatcher, to: { service: ServiceName; address: string }): Promise<ClientSession> {
    const { headers, body, end } = client.begin(to.service)
    try {
      return end(await posted(dispatcher, { origin: to.address, path: greetingPath, headers, body, timeout: patience }))
    } catch (cause) {
      const { message, code } = cause as NodeJS.ErrnoException
      const reason = message || code
      throw Object.assign(new Error(`${to.address} was not greeted: ${reason}`, { cause }), { code: 'NOT_GREETED' })
    }
  }

  function sessionWith(dispatcher: Dispatcher, to: { service: ServiceName; address: string }): Promise<ClientSession> {
    const name = nameOf(to)
    const known = sessions.get(name)
    if (known) {
      return known.then((session) => {
        if (!session.old()) return session
        if (sessions.get(name) === known) sessions.delete(name)
        return sessionWith(dispatcher, to)
      })
    }
    const begun = greet(dispatcher, to)
    sessions.set(name, begun)
    begun.catch(() => {
      if (sessions.get(name) === begun) sessions.delete(name)
    })
    return begun
  }

  const serviceClient: ServiceClient = {
    async ask(dispatcher, to, { path, viewer, body, signal = null }) {
      for (let again = false; ; again = true) {
        const session = await sessionWith(dispatcher, to)
        const headers = session.sign(path, viewer, body)
        const said = { 'content-type': 'application/json', ...headers }
        const answer = await posted(dispatcher, { origin: to.address, path, headers: said, body, signal })
        if (session.answers(headers, answer)) return answer
        if (again || !client.saysUnknown(headers, answer)) {
          throw new Error(`${to.address} answered ${answer.status}, without a signature that is good.`, {
            cause: answer.body.slice(0, 1000),
          })
        }
        // It says so itself, signed: the request was not carried out, and may be sent again.
        const name = nameOf(to)
        if ((await sessions.get(name)?.catch(() => null)) === session) sessions.delete(name)
      }
    },
    open: async (dispatcher, to) => (await sessionWith(dispatcher, to)).open(),
    forget: (to) => void sessions.delete(nameOf(to)),
  }
  return serviceClient
}
