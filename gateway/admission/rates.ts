// Who may ask how much in a minute. Budgets are in points, which grow with the work that is asked for and not only with
// the number of requests: one for each field that an answer may have, and what a request costs beside.
//
// A budget is a bucket of one minute's points that fills again all the time. Something is refused while the bucket is
// empty; what is granted may take more than is there, and is waited for afterwards: so nothing is too large to be ever
// granted, and no two at once get more than one could.

import { hash, randomBytes } from 'node:crypto'
import type { Limits } from '../../backbone/limits.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'

/** What is paid beside the fields of the answer. */
export const points = {
  /** A request, or an operation on a WebSocket. */
  request: 10,
  /** A message on a WebSocket, whatever it says. */
  message: 5,
  /** A WebSocket. */
  connection: 20,
  /** A key, a session or a webhook that nobody knows. */
  unknown: 100,
  /** A document that was not read before: for each character, */
  character: 0.05,
  /** and for each millisecond that it takes, whatever it is that takes it. */
  millisecond: 50,
} as const

const minute = 60_000 // milliseconds

/** Buckets of one size by whose they are. A full one is as good as none: only those are forgotten. */
export interface Buckets {
  /** Points that are there; less than zero where more was granted. */
  left(whose: string, now: number): number
  take(whose: string, count: number, now: number): void
  readonly size: number
}

interface Bucket {
  left: number
  at: number
}

const usuallyKept = 50_000
const lots = 4096

/**
 * Where all places are taken by buckets that are not full, whoever is new shares one of some thousand with others, by lot:
 * somebody with very many addresses takes nobody's bucket away to get a full one, and not the places of all others either.
 * @param most points of a bucket, filled within a minute
 */
export function bucketsOf(most: number, kept = usuallyKept, salt = randomBytes(8).toString('hex')): Buckets {
  const own = new Map<string, Bucket>()
  const shared = new Map<string, Bucket>()
  const leftIn = ({ left, at }: Bucket, now: number) => Math.min(most, left + (Math.max(0, now - at) * most) / minute)
  const lotOf = (whose: string) => hash('sha256', salt + whose).slice(0, 8)
  const sharedBy = (whose: string) => String(Number.parseInt(lotOf(whose), 16) % lots)

  /** Looks at the two that were looked at longest ago, and forgets those that are full. */
  function sweep(now: number): void {
    for (let looked = 0; looked < 2; looked++) {
      const [first] = own
      if (!first) return
      const [whose, bucket] = first
      own.delete(whose)
      if (leftIn(bucket, now) < most) own.set(whose, bucket)
    }
  }

  return {
    left(whose, now) {
      const bucket = own.get(whose) ?? (own.size >= kept ? shared.get(sharedBy(whose)) : undefined)
      return bucket ? leftIn(bucket, now) : most
    },
    take(whose, count, now) {
      let bucket = own.get(whose)
      if (!bucket) {
        sweep(now)
        const [buckets, name] = own.size < kept ? [own, whose] : [shared, sharedBy(whose)]
        bucket = buckets.get(name) ?? { left: most, at: now }
        buckets.set(name, bucket)
      }
      // However much was asked for at once, it is over in three minutes.
      bucket.left = Math.max(leftIn(bucket, now) - count, -2 * most)
      bucket.at = now
    },
    get size() {
      return own.size + shared.size
    },
  }
}

type PolicyName = 'address' | 'key' | 'community' | 'admin'

/** Whom a request is paid by. */
export interface Payer {
  /** Of what is refused while the budget is empty. @throws Refusal RATE_LIMITED */
  take(points: number, options?: { vote?: boolean }): void
  /** Of what is refused only where even more is owed than a minute brings. @throws Refusal RATE_LIMITED */
  takeLastly(points: number): void
  /** Of what was done: it is owed in any case. */
  owe(points: number): void
  empty(): boolean
  /** `RateLimit-Policy` and `RateLimit`. */
  headers(): Record<string, string>
}

export interface Rates {
  /** Milliseconds; only differences count. */
  now(): number
  /** Someone of whom nothing is known but the address. */
  address(address: string): Payer
  /** A viewer: by the key, or the member who signed in by a link, and by their community; by the address without. */
  viewer(viewer: Viewer, address: string): Payer
}

export type RateLimits = Pick<Limits, 'ratePerAddress' | 'ratePerKey' | 'ratePerCommunity' | 'ratePerAdmin'>

interface Policy {
  name: PolicyName
  most: number
  buckets: Buckets
  /** The policy as the header has it. */
  text: string
}

interface Account {
  policy: Policy
  whose: string
}

/** @param now milliseconds; only differences count. */
export function ratesOf(limits: RateLimits, now: () => number = () => performance.now()): Rates {
  const policyOf = (name: PolicyName, most: number): Policy => ({
    name,
    most,
    buckets: bucketsOf(most),
    text: `"${name}";q=${most};w=60`,
  })
  const byAddress = policyOf('address', limits.ratePerAddress)
  const byKey = policyOf('key', limits.ratePerKey)
  const byCommunity = policyOf('community', limits.ratePerCommunity)
  const byAdmin = policyOf('admin', limits.ratePerAdmin)
  const leftOf = ({ policy, whose }: Account) => policy.buckets.left(whose, now())

  function payerOf(accounts: readonly Account[]): Payer {
    const owe = (count: number) => {
      const at = now()
      for (const { policy, whose } of accounts) policy.buckets.take(whose, count, at)
    }
    const require = (account: Account, floor: number) => {
      const { policy } = account
      const left = leftOf(account)
      if (left > floor) return
      const retryAfter = Math.max(1, Math.ceil(((floor - left) * 60) / policy.most))
      throw new Refusal(
        'RATE_LIMITED',
        `Wanted at most ${policy.most} points a minute of one ${policy.name}; got more: come back in ${retryAfter} seconds.`,
        { details: { status: 429, retryAfter } },
      )
    }
    return {
      owe,
      take(count, { vote = false } = {}) {
        // What others of the community have asked for is no reason not to take a vote: for those there is as much again.
        for (const account of accounts) {
          require(account, vote && account.policy === byCommunity ? -account.policy.most : 0)
        }
        owe(count)
      },
      takeLastly(count) {
        require(accounts[0]!, -accounts[0]!.policy.most)
        owe(count)
      },
      empty: () => accounts.some((account) => leftOf(account) <= 0),
      headers() {
        let [policies, lefts] = ['', '']
        for (const account of accounts) {
          const { policy } = account
          const left = leftOf(account)
          const until = Math.ceil(((policy.most - left) * 60) / policy.most)
          const comma = policies === '' ? '' : ', '
          policies += comma + policy.text
          lefts += `${comma}"${policy.name}";r=${Math.max(0, Math.floor(left))};t=${until}`
        }
        return { 'ratelimit-policy': policies, ratelimit: lefts }
      },
    }
  }

  return {
    now,
    address: (address) => payerOf([{ policy: byAddress, whose: address }]),
    viewer(viewer, address) {
      const { kind, key, member, community, session } = viewer
      if (kind === 'anonymous') return payerOf([{ policy: byAddress, whose: address }])
      if (kind !== 'key') return payerOf([{ policy: byAdmin, whose: kind }])
      const own = { policy: byKey, whose: key ?? member ?? session ?? kind }
      return payerOf(community === null ? [own] : [own, { policy: byCommunity, whose: community }])
    },
  }
}
