// What gateways refused at their doors, into the audit log of the community that the key or link is of; where nobody knows, into
// that of none. In few, small transactions: votes write there as well.

import type { Act } from '../../../backbone/log/acts.ts'
import {
  emptyRoom,
  hourOf,
  mostOfAll,
  type Refused,
  type RefusedKind,
  refusedKinds,
  roomFor,
  type Told,
} from '../../../backbone/security/refused.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { insertRefused, lockRefused, ownersOfKeys, refusedSince } from '../storage/refused.ts'
import { findLinks } from '../storage/sessions.ts'

const atATime = 100 // entries of a transaction, which holds the end of the log

type Deps = Pick<SubgraphDeps, 'db' | 'log' | 'clock'>
/** `member`: whose key or link it was; `erased`: who was erased since. */
type Known = Told & { kind: RefusedKind; key: string | null; member: string | null; erased: boolean }

/** Said again, it changes nothing. */
export async function noteRefused({ db, log, clock }: Deps, given: readonly Refused[]): Promise<void> {
  const refused = given.filter(({ kind }) => refusedKinds.includes(kind)).slice(0, mostOfAll)
  const links = new Map(
    (
      await findLinks(
        db.root,
        refused.flatMap(({ link }) => link ?? []),
      )
    ).map((link) => [link.digest, link]),
  )
  const owners = await ownersOfKeys(
    db.root,
    refused.flatMap(({ key }) => key ?? []),
  )
  const known = refused.map(({ kind, address, community, key, link }): Known => {
    const of = link === null ? undefined : links.get(link)
    const owner = owners.get(key ?? '')
    const [member, erased] = [of?.member ?? owner?.member ?? null, owner?.erased ?? false]
    return {
      kind,
      address,
      key,
      member,
      erased,
      community: of?.community ?? community ?? '',
      about: of?.member ?? key ?? '',
    }
  })
  const hour = new Date(hourOf(clock.now().getTime()))
  for (let start = 0; start < known.length; start += atATime) {
    await log.write(async (tx, _, note) => {
      await lockRefused(tx)
      const room = emptyRoom()
      roomFor(room, await refusedSince(tx, hour), nameOf)
      const fresh = roomFor(room, known.slice(start, start + atATime), nameOf)
      if (fresh.length === 0) return
      await insertRefused(tx, hour, fresh)
      for (const each of fresh) note(each.community || null, each.about ? [each.about] : [], actOf(each))
    })
  }
}

const nameOf = ({ kind, community, address, about }: Told) => ({
  whose: `${kind}\0${community}`,
  name: `${address}\0${about}`,
})

/**
 * The key said its secret, whoever had it; else it was nobody. It is found with what the member did, and is erased with them; from
 * where a client of theirs still comes with it afterwards is not kept at all.
 */
function actOf({ kind, key, member, erased, address }: Known): Act {
  const by = { kind: key === null ? ('anonymous' as const) : ('key' as const), key, member: null }
  return { mutation: kind, by: erased ? by : { ...by, address }, ...(member === null ? {} : { actor: member }) }
}
