import type { Tx } from '../../../backbone/database/database.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { liftTombstones } from '../../../backbone/people/person.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { AddMemberInput, LinkAccountInput } from '../../../schema/generated/communities.ts'
import {
  type AccountClaim,
  accountFact,
  accountInWords,
  accountOf,
  differById,
  sameAccount,
  withoutUnseen,
} from '../domain/accounts.ts'
import { checkMost } from '../domain/most.ts'
import { nameOf } from '../domain/text.ts'
import { type Caller, communityFor, memberFor, memberNotFound } from '../rights.ts'
import { accountsLike, countAccounts, deleteAccount, insertAccount, updateAccount } from '../storage/accounts.ts'
import { refusing } from '../storage/constraints.ts'
import { insertMember, lockMember } from '../storage/members.ts'
import type { AccountRow, MemberRow } from '../storage/tables.ts'
import { give, roleFor } from './roles.ts'

const mostAtOnce = 50

export async function addMember(deps: SubgraphDeps, caller: Caller, input: AddMemberInput): Promise<MemberRow> {
  const { id: community } = await communityFor(caller, input.community, 'ADMIN')
  const name = nameOf(input.name, ['input', 'name'])
  const claims = notTooMany(input.accounts ?? [], ['input', 'accounts'])
    .map((account, index) => accountOf(account, ['input', 'accounts', String(index)]))
    .filter((claim, index, all) => all.findIndex((other) => sameAccount(claim, other)) === index)
  const wanted = notTooMany(input.roles ?? [], ['input', 'roles'])
  return refusing(taken(['input', 'accounts']), () =>
    deps.log.write(async (tx, emit) => {
      const roles = new Map<string, string>()
      for (const [index, role] of wanted.entries()) {
        const { id, name } = await roleFor(tx, community, role, ['input', 'roles', String(index)])
        roles.set(id, name)
      }
      const path = (index: number) => ['input', 'accounts', String(index)]
      const member = await newMember(deps, tx, emit, { community, name }, claims, path)
      for (const [id, name] of roles) await give(tx, emit, { community, member: member.id, role: { id, name } })
      return member
    }),
  )
}

/** A member with accounts that nobody has yet, in the caller's transaction. @throws Refusal ACCOUNT_TAKEN */
export async function newMember(
  deps: SubgraphDeps,
  tx: Tx,
  emit: Emit,
  { community, name }: { community: string; name: string },
  claims: readonly AccountClaim[],
  pathOf: (index: number) => readonly string[],
): Promise<MemberRow> {
  const member = await insertMember(tx, { id: deps.ids.next('mem'), community, name })
  for (const [index, claim] of claims.entries()) {
    withoutUnseen(claim, pathOf(index))
    const [other] = await accountsLike(tx, community, claim)
    if (other) throw takenBy(other, claim, pathOf(index))
    await insertAccount(tx, { community, member: member.id }, claim, 'ASSERTED')
  }
  await welcome(deps, tx, community, claims)
  const accounts = claims.map(accountFact)
  emit({
    type: 'communities.member.added',
    community,
    payload: { member: { id: member.id, community, name: member.name, accounts } },
  })
  return member
}

export async function linkAccount(deps: SubgraphDeps, caller: Caller, input: LinkAccountInput): Promise<MemberRow> {
  const { id } = await memberFor(caller, input.member, ['input', 'member'], 'ADMIN')
  const path = ['input', 'account']
  const claim = withoutUnseen(accountOf(input.account, path), path)
  const proof = input.proof ?? 'ASSERTED'
  return refusing(taken(path), () =>
    deps.log.write(async (tx, emit) => {
      const member = await lockMember(tx, id)
      if (!member) throw memberNotFound(id, ['input', 'member'])
      const { community } = member
      const known = await accountsLike(tx, community, claim)
      for (const row of known) {
        if (row.member !== member.id || differById(row, claim)) throw takenBy(row, claim, path)
      }
      if (known.length === 0) {
        checkMost('accounts', (await countAccounts(tx, [member.id])) + 1, path)
        await insertAccount(tx, { community, member: member.id }, claim, proof)
        await welcome(deps, tx, community, [claim])
        emit({
          type: 'communities.account.linked',
          community,
          payload: { member: member.id, account: accountFact(claim) },
        })
      } else {
        await learn(tx, emit, member, known, claim, proof)
      }
      return member
    }),
  )
}

/** Who was erased and joins anew is a new member: what a platform says of their accounts is kept again. */
function welcome(deps: SubgraphDeps, tx: Tx, community: string, claims: readonly AccountClaim[]): Promise<void> {
  const words = claims.flatMap(({ platform, externalId, username }) =>
    [externalId, username].flatMap((text) => (text === null ? [] : [{ platform, text }])),
  )
  return liftTombstones(tx, deps.secrets, community, words)
}

/** What was known of an account, and what is said of it now, become one. */
async function learn(
  tx: Tx,
  emit: Emit,
  { id: member, community }: MemberRow,
  known: readonly AccountRow[],
  claim: AccountClaim,
  proof: AccountRow['proof'],
): Promise<void> {
  const pick = <K extends 'externalId' | 'username'>(field: K) =>
    claim[field] ?? known.find((row) => row[field] !== null)?.[field] ?? null
  const [kept, ...others] = known
  const now = { ...claim, externalId: pick('externalId'), username: pick('username') }
  const proven = known.some((row) => row.proof === 'VERIFIED') ? 'VERIFIED' : proof
  for (const row of others) await deleteAccount(tx, row.key)
  await updateAccount(tx, kept!.key, now, proven)
  const unchanged = others.length === 0 && kept!.externalId === now.externalId && kept!.username === now.username
  if (unchanged) return
  for (const row of known) {
    emit({ type: 'communities.account.unlinked', community, payload: { member, account: accountFact(row) } })
  }
  emit({ type: 'communities.account.linked', community, payload: { member, account: accountFact(now) } })
}

export async function unlinkAccount(deps: SubgraphDeps, caller: Caller, input: LinkAccountInput): Promise<MemberRow> {
  const { id } = await memberFor(caller, input.member, ['input', 'member'], 'ADMIN')
  const path = ['input', 'account']
  const claim = accountOf(input.account, path)
  return deps.log.write(async (tx, emit) => {
    const member = await lockMember(tx, id)
    if (!member) throw memberNotFound(id, ['input', 'member'])
    const known = await accountsLike(tx, member.community, claim)
    const account = known.find((row) => row.member === member.id && sameAccount(row, claim))
    if (!account) {
      throw new Refusal('ACCOUNT_NOT_FOUND', `Wanted an account of ${member.name}; ${accountInWords(claim)} is none.`, {
        path,
      })
    }
    await deleteAccount(tx, account.key)
    const payload = { member: member.id, account: accountFact(account) }
    emit({ type: 'communities.account.unlinked', community: member.community, payload })
    return member
  })
}

/** What a violation of the constraints on accounts means. */
export const taken = (path: readonly string[]) => {
  const message = 'Wanted an account that no other member has; another was given it at the same moment.'
  const refusal = () => new Refusal('ACCOUNT_TAKEN', message, { path })
  return {
    accounts_external_id: refusal,
    accounts_id_spelling: refusal,
    accounts_username: refusal,
    accounts_username_spelling: refusal,
  }
}

function takenBy(row: AccountRow, claim: AccountClaim, path: readonly string[]): Refusal {
  const holder = `${row.member} has ${accountInWords(row)}${row.externalId === null ? '' : ` with the id ${row.externalId}`}`
  const message = `Wanted an account that is free; ${accountInWords(claim)} is not: ${holder}. mergeMembers makes two records of one person one.`
  return new Refusal('ACCOUNT_TAKEN', message, { path, details: { member: row.member } })
}

function notTooMany<T>(list: readonly T[], path: readonly string[]): readonly T[] {
  if (list.length <= mostAtOnce) return list
  throw new Refusal('TOO_MANY', `Wanted at most ${mostAtOnce} at once; got ${list.length}.`, { path })
}
