// Dangerous acts: an administrator asks, another one approves, and the first sends the same again. The community is locked
// meanwhile, so that of two who come at once with one approval, one goes through.

import type { Tx } from '../../../backbone/database/database.ts'
import { actorOf } from '../../../backbone/log/acts.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { sign } from '../../../backbone/security/secrets.ts'
import { overAll, refuseScopes, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SecondAdminAnswer, SecondAdminCall } from '../../../backbone/subgraph/calls.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { canonical } from '../../../schema/canonical.ts'
import { dangers, withoutSecrets } from '../../../schema/dangers.ts'
import { Refusal } from '../../../schema/errors.ts'
import { withShownAddresses } from '../../../schema/shown-address.ts'
import { areApart, behindKey } from '../domain/knowing.ts'
import { quoted } from '../domain/text.ts'
import type { Caller } from '../rights.ts'
import { findAct, forgetActs, insertAct, openActsOf, settleAct, useAct } from '../storage/acts.ts'
import { lockCommunity } from '../storage/communities.ts'
import { findKey, lockKey } from '../storage/keys.ts'
import { findMembers } from '../storage/members.ts'
import { toldOfSession } from '../storage/sessions.ts'
import type { ActRow, KeyRow, On } from '../storage/tables.ts'

const lasts = 86_400_000 // milliseconds from when an act was asked for
const mostWaiting = 20 // of one key

/** Whether another administrator has approved exactly this. If so, the approval is used up; if not, it waits for one. */
export async function secondAdmin(deps: SubgraphDeps, call: SecondAdminCall): Promise<SecondAdminAnswer> {
  const { viewer, mutation, arguments: given } = call
  const community = viewer.community
  if (community === null) throw new Refusal('FORBIDDEN', 'Wanted a key of a community; this one is of none.')
  const digest = sign(deps.secrets.derive('dangerous acts'), community, mutation, canonical(given)).toString(
    'base64url',
  )
  return deps.log.write(async (tx, emit): Promise<SecondAdminAnswer> => {
    if (!(await lockCommunity(tx, community)).twoAdmins) return { outcome: 'FREE' }
    const now = deps.clock.now()
    const key = await adminKey(tx, viewer, now)
    const open = await openActsOf(tx, key.id, now)
    const same = open.find((each) => each.digest === digest)
    const told = await behind(tx, viewer, key, now)
    if (same?.status === 'APPROVED') {
      if (await stillApproved(tx, same, told, now)) {
        await useAct(tx, same.id)
        tell(emit, 'communities.act.used', same, {
          ...actOf(viewer, mutation),
          approved: { act: same.id, by: same.settledBy! },
        })
        return { outcome: 'APPROVED', act: same.id, by: same.settledBy! }
      }
      // Whoever approved is no administrator any more: it waits again.
      await settleAct(tx, same.id, unsettled)
    }
    const act = same ?? (await ask(deps, tx, emit, { call, key, told, digest, now, waiting: open.length }))
    return { outcome: 'WAITING', act: act.id, expiresAt: act.expiresAt.toISOString() }
  })
}

/** @throws Refusal ACT_NOT_FOUND, OWN_ACT, ALREADY_SETTLED */
export async function approveAct(deps: SubgraphDeps, { viewer }: Caller, id: string): Promise<ActRow> {
  const community = await communityOf(deps, viewer, id)
  return deps.log.write(async (tx, emit) => {
    await lockCommunity(tx, community)
    const now = deps.clock.now()
    const act = await openAct(tx, id, now)
    if (act.status === 'REFUSED') {
      throw new Refusal('ALREADY_SETTLED', 'Wanted an act that waits; this one was refused.', { path: ['act'] })
    }
    if (!isGoodAdmin(await lockKey(tx, act.key), now)) throw notFound(id)
    const approver = await approverOf(tx, viewer, now)
    if (approver && !(await apart(tx, act.told, approver.told))) throw ownAct()
    if (act.status === 'APPROVED') return act
    const settled = { settledKey: approver?.key ?? null, settledTold: approver?.told ?? null }
    const by = { settledBy: actorOf(viewer), settledAt: now }
    const approved = await settleAct(tx, act.id, { status: 'APPROVED', ...settled, ...by })
    tell(emit, 'communities.act.approved', act)
    return approved
  })
}

/** Also of what was approved and is not done. @throws Refusal ACT_NOT_FOUND */
export async function refuseAct(deps: SubgraphDeps, { viewer }: Caller, id: string): Promise<ActRow> {
  const community = await communityOf(deps, viewer, id)
  return deps.log.write(async (tx, emit) => {
    await lockCommunity(tx, community)
    const now = deps.clock.now()
    const act = await openAct(tx, id, now)
    if (act.status === 'REFUSED') return act
    const by = { settledKey: viewer.key, settledTold: null, settledBy: actorOf(viewer), settledAt: now }
    const refused = await settleAct(tx, act.id, { status: 'REFUSED', ...by })
    tell(emit, 'communities.act.refused', act)
    return refused
  })
}

/** Who may stand behind the viewer; nobody, where it is the key over all, which is for recovery. */
export async function toldBy(tx: Tx, viewer: Viewer, now: Date): Promise<string[]> {
  if (overAll(viewer)) return []
  // Not locked: by whatever secret they came, whoever was told of it is still reckoned with (domain/knowing.ts).
  const key = viewer.key === null ? null : await findKey(tx, viewer.key)
  // Which member a provider's token stands for can be changed by one administrator.
  return key ? behind(tx, viewer, key, now) : ['?']
}

// Private:

const unsettled = {
  status: 'WAITING' as const,
  settledKey: null,
  settledBy: null,
  settledTold: null,
  settledAt: null,
}

interface Asked {
  call: SecondAdminCall
  key: KeyRow
  told: string[]
  digest: string
  now: Date
  waiting: number
}

async function ask(deps: SubgraphDeps, tx: Tx, emit: Emit, asked: Asked): Promise<ActRow> {
  const { call, key, told, digest, now, waiting } = asked
  if (waiting >= mostWaiting) {
    const message = `Wanted at most ${mostWaiting} acts of a key that wait for another administrator; got one more. refuseAct takes one back.`
    throw new Refusal('TOO_MANY_ACTS', message)
  }
  await forgetActs(tx, now)
  const { viewer, mutation } = call
  const act = await insertAct(tx, {
    id: deps.ids.next('pact'),
    community: key.community,
    mutation,
    arguments: shown(mutation, call.arguments),
    digest,
    key: key.id,
    askedBy: actorOf(viewer),
    told,
    askedAt: now,
    expiresAt: new Date(now.getTime() + lasts),
  })
  tell(emit, 'communities.act.requested', act, actOf(viewer, mutation))
  return act
}

/** Without what is secret, and as the database can take it. */
function shown(mutation: string, given: Record<string, unknown>): Record<string, unknown> {
  const open = withoutSecrets(mutation, given)
  return storableJson(dangers[mutation]?.whole ? open : withShownAddresses(open)) as Record<string, unknown>
}

function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\ufffd')
  if (Array.isArray(value)) return value.map(storableJson)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]) => [storableJson(name), storableJson(inner)])
  return Object.fromEntries(entries)
}

/** The key that asks, locked. @throws Refusal FORBIDDEN unless it is a key here, and an administrator's now */
async function adminKey(tx: Tx, viewer: Viewer, now: Date): Promise<KeyRow> {
  const key = viewer.key === null ? null : await lockKey(tx, viewer.key)
  if (isGoodAdmin(key, now) && key.community === viewer.community) return key
  if (key) return refuseScopes(viewer, ['ADMIN'])
  const message = 'This needs a key of the community, or a session with one: its administrators are two by their keys.'
  throw new Refusal('FORBIDDEN', message)
}

function isGoodAdmin(key: KeyRow | null, now: Date): key is KeyRow {
  if (!key?.scopes.includes('ADMIN') || key.revokedAt !== null) return false
  return key.expiresAt === null || key.expiresAt > now
}

/** Null: the key over all. */
async function approverOf(tx: Tx, viewer: Viewer, now: Date): Promise<{ key: string; told: string[] } | null> {
  if (overAll(viewer)) return null
  const key = await adminKey(tx, viewer, now)
  return { key: key.id, told: await behind(tx, viewer, key, now) }
}

async function behind(on: On, viewer: Viewer, key: KeyRow, now: Date): Promise<string[]> {
  if (viewer.session === undefined) return behindKey(key, now)
  // Whoever began it has it still, whatever secret the key has now.
  const told = (await toldOfSession(on, viewer.session)) ?? ['?']
  return [...new Set([key.member ?? key.id, ...told])]
}

/** Whether whoever approved is an administrator still, and not one with whoever asks. */
async function stillApproved(tx: Tx, act: ActRow, told: string[], now: Date): Promise<boolean> {
  if (act.settledKey === null) return act.settledBy !== null && act.settledBy.kind === 'ADMIN'
  if (!isGoodAdmin(await lockKey(tx, act.settledKey), now)) return false
  return apart(tx, [...act.told, ...told], act.settledTold ?? ['?'])
}

async function apart(on: On, some: readonly string[], others: readonly string[]): Promise<boolean> {
  const found = await findMembers(on, [...some, ...others])
  const now = new Map(found.map(({ asked, id }) => [asked, id]))
  return areApart(some, others, (one) => now.get(one) ?? one)
}

/** The community of the act, where the viewer may settle there. @throws Refusal ACT_NOT_FOUND */
async function communityOf(deps: SubgraphDeps, viewer: Viewer, id: string): Promise<string> {
  const community = (await findAct(deps.db.root, id))?.community
  const mine = community !== undefined && (overAll(viewer) || (viewer.kind === 'key' && viewer.community === community))
  if (!mine) throw notFound(id)
  if (!overAll(viewer) && !viewer.scopes.includes('ADMIN')) refuseScopes(viewer, ['ADMIN'])
  return community
}

/** @throws Refusal ACT_NOT_FOUND for one that was used or has expired, too */
async function openAct(tx: Tx, id: string, now: Date): Promise<ActRow> {
  const act = await findAct(tx, id)
  if (act === null || act.status === 'USED' || act.expiresAt <= now) throw notFound(id)
  return act
}

const actOf = (viewer: Viewer, mutation: string) => ({ mutation, by: viewer })

type ActEvent = `communities.act.${'requested' | 'approved' | 'refused' | 'used'}`

function tell(
  emit: Emit,
  type: ActEvent,
  { id, community, mutation, expiresAt }: ActRow,
  by?: Parameters<Emit>[1],
): void {
  const told = { act: id, mutation }
  if (type === 'communities.act.requested') {
    emit({ type, community, payload: { ...told, expiresAt: expiresAt.toISOString() } }, by)
  } else emit({ type, community, payload: told }, by)
}

function notFound(id: string): Refusal {
  return new Refusal('ACT_NOT_FOUND', `Wanted an act of this community that waits; got ${quoted(id)}.`, {
    path: ['act'],
  })
}

function ownAct(): Refusal {
  const message =
    'Wanted another administrator than the one who asked; this one is the same, or one of the two made or was told the secret of the other’s key.'
  return new Refusal('OWN_ACT', message, { path: ['act'] })
}
