// How often one address may fail to sign in, and one link be tried. Keys and codes cannot be guessed (256 bits); this keeps
// those who try from making work without end. Only what fails is counted, and nobody is kept out by what others tried: a
// right key gets in, from whatever address.

export interface Tries {
  /**
   * Counts a try that may fail; a good one is given back.
   * @returns seconds to wait where there were too many, else null.
   */
  take(whose: string): number | null
  giveBack(whose: string): void
}

export interface TriesOptions {
  /** Failures of one in a minute. */
  most?: number
  /** Milliseconds; only differences count. */
  now?: () => number
}

const span = 60_000 // milliseconds
const mostKnown = 10_000

export function triesOf({ most = 30, now = () => performance.now() }: TriesOptions = {}): Tries {
  const counts = new Map<string, { since: number; count: number }>()
  return {
    take(whose) {
      const at = now()
      let entry = counts.get(whose)
      if (!entry || at - entry.since >= span) {
        counts.delete(whose)
        if (counts.size >= mostKnown) counts.delete(counts.keys().next().value!)
        entry = { since: at, count: 0 }
        counts.set(whose, entry)
      }
      if (entry.count >= most) return Math.ceil((entry.since + span - at) / 1000)
      entry.count++
      return null
    },
    giveBack(whose) {
      const entry = counts.get(whose)
      if (entry && entry.count > 0) entry.count--
    },
  }
}
