// One service at several addresses: each is asked in its turn. One that does not answer is asked last for a second, and
// then in its turn again, so that it is found without a restart.

export interface Replicas {
  /** All addresses, in the order in which they are to be tried now. */
  order(): string[]
  failed(address: string): void
  answered(address: string): void
}

const avoided = 1_000 // milliseconds

export function replicasOf(addresses: readonly string[], now: () => number = Date.now): Replicas {
  const failedAt = new Map<string, number>()
  let turn = 0
  return {
    order() {
      turn = (turn + 1) % addresses.length
      const inTurn = [...addresses.slice(turn), ...addresses.slice(0, turn)]
      const away = (address: string) => now() - (failedAt.get(address) ?? -avoided) < avoided
      return [...inTurn.filter((address) => !away(address)), ...inTurn.filter(away)]
    },
    failed: (address) => void failedAt.set(address, now()),
    answered: (address) => void failedAt.delete(address),
  }
}

/**
 * Asks one replica after another until one answers.
 * @param repeatable whether a request that may have arrived may arrive again; one that cannot have is sent to the next in any case.
 * @throws what the last one that was asked threw
 */
export async function firstToAnswer<T>(
  replicas: Replicas,
  repeatable: boolean,
  ask: (address: string) => Promise<T>,
): Promise<T> {
  let reason: unknown
  for (const address of replicas.order()) {
    try {
      const answer = await ask(address)
      replicas.answered(address)
      return answer
    } catch (error) {
      replicas.failed(address)
      reason = error
      const { code } = error as { code?: string }
      if (neverArrived.has(code ?? '')) continue
      // Whoever asks waited long enough for the one that hangs.
      if (!repeatable || tookTooLong.has(code ?? '')) break
    }
  }
  throw reason
}

const neverArrived = new Set([
  'NOT_GREETED',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
])
const tookTooLong = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])
