// Who belongs and who is who, for electorates, as events of communities tell it.

import type { Tx } from '../../../backbone/database/database.ts'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { erasedName } from '../../../backbone/people/redact.ts'
import { nameKey } from '../../../schema/policy/roles.ts'
import { endIfMoot } from '../mutations/deciding.ts'
import type { Parts } from '../mutations/parts.ts'
import { holdPersons } from '../storage/electorates.ts'
import { lockProposal } from '../storage/proposals.ts'
import { openAbout } from '../storage/subjects.ts'
import { tables } from '../storage/tables.ts'
import { type Deps, merge } from './merging.ts'

export function projectMembers(deps: Deps) {
  return deps.log.project({
    name: 'proposals.members',
    types: [
      'communities.key.created',
      'communities.member.added',
      'communities.member.merged',
      'communities.member.erased',
      'communities.role.created',
      'communities.role.granted',
      'communities.role.revoked',
      'communities.role.settled',
    ],
    handle: (tx, event, emit) => noteMember(deps, tx, event, emit),
  })
}

async function noteMember(deps: Deps, tx: Tx, event: LoggedEvent, emit: Emit): Promise<void> {
  const on = tables(tx)
  switch (event.type) {
    case 'communities.key.created': {
      const { key: id, name } = event.payload
      if (name === undefined) return
      await on
        .insertInto('keys')
        .values({ id, community: event.community!, name })
        .onConflict((c) => c.doNothing())
        .execute()
      return
    }
    case 'communities.member.added': {
      const { id, community } = event.payload.member
      await on
        .insertInto('members')
        .values({ id, community, person: id })
        .onConflict((c) => c.doNothing())
        .execute()
      return
    }
    case 'communities.role.created': {
      const { id, name } = event.payload.role
      const role = { id, community: event.community!, name, name_key: nameKey(name) }
      await on
        .insertInto('roles')
        .values(role)
        .onConflict((c) => c.doNothing())
        .execute()
      return
    }
    case 'communities.role.granted': {
      const { role, member } = event.payload
      await on
        .insertInto('role_holders')
        .values({ role, member })
        .onConflict((c) => c.doNothing())
        .execute()
      return
    }
    case 'communities.role.revoked': {
      const { role, member } = event.payload
      await on.deleteFrom('role_holders').where('role', '=', role).where('member', '=', member).execute()
      return
    }
    case 'communities.role.settled': {
      const { id, community, status } = event.payload.request
      const how = {
        GRANTED: 'The role was granted.',
        REFUSED: 'The role was refused.',
        WITHDRAWN: 'The request was withdrawn.',
      }
      if (status === 'PENDING') return
      for (const open of await openAbout(tx, community, 'communities', id)) {
        const proposal = await lockProposal(tx, open)
        if (proposal?.status !== 'OPEN') continue
        await endIfMoot(deps as Parts, { tx, emit }, proposal, { terms: null, settles: ['*'], how: how[status] })
      }
      return
    }
    case 'communities.member.erased': {
      const { members, keys } = event.payload
      await on.updateTable('members').set({ erased: true }).where('id', 'in', members).execute()
      if (keys.length > 0) await on.updateTable('keys').set({ name: erasedName }).where('id', 'in', keys).execute()
      return
    }
    case 'communities.member.merged':
      await holdPersons(tx, event.community!, 'merge')
      await merge(deps, tx, emit, event.community!, event.payload.from, event.payload.into)
  }
}
