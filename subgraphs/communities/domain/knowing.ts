// Who may stand behind a key or session: whose it is, and everyone who was told a secret of it. Members stand here by id, keys that
// are nobody's by theirs. Whoever makes a key for somebody has seen its secret, and so has everybody who may have been them.

/** Of keys and sessions that were made before it was kept: it may be anybody. */
export const unknown = '?'

/** How long a secret that is over is still reckoned with: another process may not have heard of its end. */
export const grace = 5 * 60_000

export interface Knowable {
  id: string
  member: string | null
  told: readonly string[]
  toldBefore: readonly string[]
  overlapsUntil: Date | null
}

/** Who may come with this key now. */
export function behindKey(key: Knowable, now: Date): string[] {
  return [...new Set([key.member ?? key.id, ...key.told, ...stillTold(key, now)])]
}

/** Who may have the secrets that are on their way out, once there is another. */
export function toldBefore(key: Knowable, now: Date): string[] {
  return [...new Set([...key.told, ...stillTold(key, now)])]
}

/** Whether nobody may stand behind both. `is` says who a member is now. */
export function areApart(
  some: readonly string[],
  others: readonly string[],
  is: (one: string) => string = (one) => one,
): boolean {
  if (some.includes(unknown) || others.includes(unknown)) return false
  const first = new Set(some.map(is))
  return !others.some((other) => first.has(is(other)))
}

/** Whether among these are two with nobody behind both; with `one`, whether one is so beside it. */
export function hasSecond(all: readonly (readonly string[])[], one: readonly string[] | null): boolean {
  if (one) return all.some((other) => areApart(one, other))
  return all.some((first, index) => all.slice(index + 1).some((second) => areApart(first, second)))
}

function stillTold({ toldBefore, overlapsUntil }: Knowable, now: Date): readonly string[] {
  return overlapsUntil !== null && overlapsUntil.getTime() + grace > now.getTime() ? toldBefore : []
}
