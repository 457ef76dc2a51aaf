// How often one address may fail to sign in. Keys and codes cannot be guessed (256 bits); this keeps those who try from
// making work without end.

export interface Tries {
  /**
   * Counts a try that may fail; a good one is given back.
   * @returns seconds to wait where there were too many, else null.
   */
  take(address: string): number | null
  giveBack(address: string): void
}

export interface TriesOptions {
  /** Failures of one address in a minute. */
  most?: number
  /** Milliseconds; only differences count. */
  now?: () => number
}

const span = 60_000 // milliseconds
const mostAddresses = 10_000

export function triesOf({ most = 30, now = () => performance.now() }: TriesOptions = {}): Tries {
  const counts = new Map<string, { since: number; count: number }>()
  return {
    take(address) {
      const at = now()
      let entry = counts.get(address)
      if (!entry || at - entry.since >= span) {
        counts.delete(address)
        if (counts.size >= mostAddresses) counts.delete(counts.keys().next().value!)
        entry = { since: at, count: 0 }
        counts.set(address, entry)
      }
      if (entry.count >= most) return Math.ceil((entry.since + span - at) / 1000)
      entry.count++
      return null
    },
    giveBack(address) {
      const entry = counts.get(address)
      if (entry && entry.count > 0) entry.count--
    },
  }
}
