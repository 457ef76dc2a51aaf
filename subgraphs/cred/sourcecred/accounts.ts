// output/accounts.json, of both ages. Accounts that no identity claims (old files have them) hold real cred: each counts,
// as a participant of its own whose identity is its address. `payoutAddresses` is always empty: see the ledger.

import { identityAddress, isBotAddress } from '../domain/address.ts'
import type { Participant, Reading } from '../domain/reading.ts'
import { alias, identity, weeksOfIntervals } from './identity.ts'
import { attoGrain, type Fields, fields, list, number, numbers, text } from './shape.ts'

/** @throws SourceProblem */
export function readAccounts(path: string, json: unknown): Reading {
  const { accounts, unclaimedAliases, intervals, intervalEndpoints } = fields(json, path)
  const weeks = weeksOfIntervals(path, intervals, intervalEndpoints)
  const claimed = list(accounts, `${path}: accounts`).map((value, index) => {
    const place = `${path}: accounts[${index}]`
    return claimedAccount(fields(value, place), weeks.length, place)
  })
  const unclaimed = list(unclaimedAliases ?? [], `${path}: unclaimedAliases`).map((value, index) => {
    const place = `${path}: unclaimedAliases[${index}]`
    return unclaimedAccount(fields(value, place), weeks.length, place)
  })
  return { weeks, participants: [...claimed, ...unclaimed] }
}

// Private:

function claimedAccount({ account, cred, totalCred }: Fields, weeks: number, place: string): Participant {
  const { active, balance, paid, identity: id, mergedIdentityIds } = fields(account, `${place}.account`)
  const parts = identity(id, `${place}.account.identity`)
  const merged = list(mergedIdentityIds ?? [], `${place}.account.mergedIdentityIds`)
    .map((each) => identityAddress(text(each, `${place}.account.mergedIdentityIds`)))
    .filter((address) => address !== parts.address)
  return {
    ...parts,
    aliases: [...new Set([...parts.aliases, ...merged])],
    active: active === true,
    total: number(totalCred, `${place}.totalCred`),
    cred: numbers(cred, weeks, `${place}.cred`),
    grain: {
      balance: attoGrain(balance, `${place}.account.balance`),
      paid: attoGrain(paid, `${place}.account.paid`),
      payouts: [],
    },
  }
}

function unclaimedAccount({ alias: value, cred, totalCred }: Fields, weeks: number, place: string): Participant {
  const address = alias(value, `${place}.alias`)
  return {
    identityId: address,
    name: address.slice(address.lastIndexOf('/') + 1),
    kind: isBotAddress(address) ? 'BOT' : 'USER',
    address,
    aliases: [],
    active: false,
    total: number(totalCred, `${place}.totalCred`),
    cred: numbers(cred, weeks, `${place}.cred`),
    grain: null,
  }
}
