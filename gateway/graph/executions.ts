// How many subscriptions are resolved one by one, and for whom. Those who ask the same with the same rights share one
// execution, which counts for who opened it.

import type { Limits } from '../../backbone/limits.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import type { Lane } from './turns.ts'

export interface Owner {
  /** The key, the member who signed in by a link, or the address. */
  whose: string
  kind: Viewer['kind']
  /** The community of the key; without one, that which is asked for. */
  community: string | null
}

export interface Executions {
  /** Counts one. @returns what ends it. @throws Refusal TOO_MANY_SUBSCRIPTIONS */
  begin(owner: Owner): () => void
}

export type ExecutionLimits = Pick<
  Limits,
  'subscriptions' | 'subscriptionsPerAddress' | 'subscriptionsPerCommunity' | 'subscriptionsPerKey'
>

export function ownerOf(viewer: Viewer, address: string, named: string | null): Owner {
  const { kind, key, member, session } = viewer
  if (kind === 'anonymous') return { whose: `address ${address}`, kind, community: named }
  return { whose: key ?? member ?? session ?? kind, kind, community: viewer.community ?? named }
}

/** Where one waits among others for what is asked, whatever it is about. */
export function laneOf(viewer: Viewer, address: string): Lane {
  const { whose, kind, community } = ownerOf(viewer, address, null)
  return { community: `${kind} of ${community}`, owner: whose }
}

export function executionsOf(limits: ExecutionLimits): Executions {
  const open = new Map<string, number>()
  return {
    begin({ whose, kind, community }) {
      const anonymous = kind === 'anonymous'
      const counted: { name: string; most: number; of: string }[] = [
        { name: 'all', most: limits.subscriptions, of: '' },
      ]
      // Those without a key leave room for those with one: in all, and in each community.
      if (anonymous) {
        const most = Math.ceil(limits.subscriptions / 2)
        counted.push({ name: 'anonymous', most, of: ' without a key' })
        counted.push({ name: whose, most: limits.subscriptionsPerAddress, of: ' without a key from one address' })
      } else if (kind === 'key') {
        counted.push({ name: whose, most: limits.subscriptionsPerKey, of: ' of one key' })
      }
      if (community !== null && kind !== 'admin') {
        const most = limits.subscriptionsPerCommunity
        counted.push({ name: `${kind} of ${community}`, most, of: ' of one community' })
      }
      for (const { name, most, of } of counted) {
        if ((open.get(name) ?? 0) < most) continue
        throw new Refusal(
          'TOO_MANY_SUBSCRIPTIONS',
          `Wanted at most ${most} different subscriptions at a time${of}; this is one more.`,
        )
      }
      for (const { name } of counted) open.set(name, (open.get(name) ?? 0) + 1)
      let over = false
      return () => {
        if (over) return
        over = true
        for (const { name } of counted) {
          const left = open.get(name)! - 1
          if (left === 0) open.delete(name)
          else open.set(name, left)
        }
      }
    },
  }
}
