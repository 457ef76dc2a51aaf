// Joins guests to our own parts: each is taken as it says it is now, else as it was kept, else it is left out and the others are
// taken all the same.

import { print } from 'graphql'
import { type Threads, threadsOf } from '../../../backbone/concurrency/threads.ts'
import type { Composed, Part } from '../composition.ts'
import { type Supergraph, supergraphOf } from '../supergraph.ts'
import { changesOf, type Ours } from './ours.ts'
import { GuestRefused, guestSdl, scopesIn } from './sdl.ts'

/** A guest's SDL, as it is told now or was kept from before. */
export interface Applicant {
  name: string
  sdl: string
}

export interface Member extends Applicant {
  /** As it was composed. */
  taken: string
  /** The scopes that its fields ask for. */
  scopes: readonly string[]
}

export interface Joined {
  supergraph: Supergraph
  members: readonly Member[]
}

export interface Joining {
  /** All of them together. @throws GuestRefused */
  join(applicants: readonly Applicant[]): Promise<Joined>
  stop(): Promise<void>
}

const bounds = { timeoutMs: 30_000, memoryMegabytes: 512, idleMs: 5_000 }

/** @param own the SDL of our own parts, of which `ours` is composed */
export function joiningOf(ours: Ours, own: readonly Part[]): Joining {
  let threads: Threads | null = null
  return {
    async join(applicants) {
      if (applicants.length === 0) return { supergraph: ours, members: [] }
      const members = applicants.map(({ name, sdl }) => {
        const document = guestSdl(name, sdl, ours)
        return { name, sdl, taken: print(document), scopes: scopesIn(document) }
      })
      threads ??= threadsOf(new URL('./thread.ts', import.meta.url), bounds)
      const parts = [...own, ...members.map(({ name, taken }) => ({ name, sdl: taken }))]
      const whose = applicants.map(({ name }) => name).join(', ')
      let composed: Composed
      try {
        composed = (await threads.run(parts)) as Composed
      } catch (error) {
        throw new GuestRefused(whose, [`Wanted what composes with ours; got: ${(error as Error).message}`])
      }
      if ('reasons' in composed) throw new GuestRefused(whose, composed.reasons)
      const supergraph = supergraphOf(composed)
      const changes = changesOf(ours, supergraph)
      if (changes.length > 0) throw new GuestRefused(whose, changes)
      return { supergraph, members }
    },
    async stop() {
      await threads?.stop()
    },
  }
}

/**
 * As many as can be joined: each in the first of its forms that fits.
 * @param candidates by name, the forms of each, the one that is wanted first
 */
export async function joinMost(
  { join }: Pick<Joining, 'join'>,
  candidates: ReadonlyMap<string, readonly string[]>,
  refused: (name: string, reasons: readonly string[]) => void,
): Promise<Joined> {
  const wanted = [...candidates].flatMap(([name, [sdl]]) => (sdl === undefined ? [] : [{ name, sdl }]))
  try {
    return await join(wanted)
  } catch (error) {
    if (!(error instanceof GuestRefused)) throw error
  }
  let joined = await join([])
  for (const [name, forms] of candidates) {
    for (const [index, sdl] of forms.entries()) {
      try {
        joined = await join([...joined.members, { name, sdl }])
        break
      } catch (error) {
        if (!(error instanceof GuestRefused)) throw error
        if (index === 0) refused(name, error.reasons)
      }
    }
  }
  return joined
}
