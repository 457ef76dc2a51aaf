// What the log says of connections that do not work: when it begins, that it goes on (ever more seldom, with how often it was
// tried), and when it is over. A try more is no line more, however many are waiting.

import type { Clock } from '../../../backbone/clock.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import type { RefusalCode } from '../../../schema/errors.ts'

export interface Outages {
  /** A try failed for a reason that is the connection's. */
  failed(connection: string, why: { code: RefusalCode; message: string }): void
  /** A try did not. */
  works(connection: string): void
  /** It is no more. */
  forget(connection: string): void
}

interface Outage {
  since: Date
  failures: number
  codes: Set<RefusalCode>
}

/** Of this process. What another process of the same installation tries is in its own log. */
export function outagesOf({ logger, clock }: Pick<SubgraphDeps, 'logger'> & { clock: Clock }): Outages {
  const outages = new Map<string, Outage>()
  const lasting = ({ since, failures }: Outage) => ({
    failures,
    seconds: Math.round((clock.now().getTime() - since.getTime()) / 1000),
  })
  return {
    failed(connection, { code, message: problem }) {
      const outage = outages.get(connection)
      if (!outage) {
        outages.set(connection, { since: clock.now(), failures: 1, codes: new Set([code]) })
        logger.warn({ connection, code, problem }, 'a connection does not work')
        return
      }
      outage.failures += 1
      const isNew = !outage.codes.has(code)
      outage.codes.add(code)
      if (isNew || Number.isInteger(Math.log2(outage.failures)))
        logger.warn({ connection, code, problem, ...lasting(outage) }, 'a connection still does not work')
    },
    works(connection) {
      const outage = outages.get(connection)
      if (!outage) return
      outages.delete(connection)
      logger.info({ connection, ...lasting(outage) }, 'a connection works again')
    },
    forget: (connection) => void outages.delete(connection),
  }
}
