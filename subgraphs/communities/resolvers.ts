// GraphQL to the domain and back.

import { verifyAudit } from '../../backbone/audit/audit.ts'
import type { LoggedEvent } from '../../backbone/log/event.ts'
import { exportField } from '../../backbone/people/exporting.ts'
import { everyScope, hasScope, overAll, requireScope, type Scope } from '../../backbone/security/viewer.ts'
import { outward, payload, scalars } from '../../backbone/subgraph/graphql.ts'
import { streamed, subscribeToLog } from '../../backbone/subgraph/streams.ts'
import type { SubgraphContext, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../schema/errors.ts'
import type { EventType } from '../../schema/events.ts'
import type { Resolvers, StreamName } from '../../schema/generated/communities.ts'
import { shownAddress, withShownAddresses } from '../../schema/shown-address.ts'
import { driverStream } from './delivery/send.ts'
import { accountFact, accountOf } from './domain/accounts.ts'
import { deliveredTypes, envelopeOf, isDelivered } from './domain/delivery.ts'
import type { CommunitiesContext } from './loaders.ts'
import { approveAct, refuseAct } from './mutations/acts.ts'
import { createCommunity, updateCommunity } from './mutations/communities.ts'
import { rotateDriverSecret, setDriver } from './mutations/driver.ts'
import { eraseMember, exportMember } from './mutations/erasing.ts'
import { createApiKey, revokeApiKey, rotateApiKey } from './mutations/keys.ts'
import { addMember, linkAccount, unlinkAccount } from './mutations/members.ts'
import { mergeMembers } from './mutations/merging.ts'
import { connectPlatform, disconnectPlatform, webhookContext } from './mutations/platforms.ts'
import { requestRole } from './mutations/requesting.ts'
import { createRole, revokeRole } from './mutations/roles.ts'
import { createSignInLink, endSessions } from './mutations/sessions.ts'
import { settleRole, withdrawRoleRequest } from './mutations/settling.ts'
import { kept } from './people.ts'
import type { RequestRow } from './storage/tables.ts'

const overAllOnly = 'This needs the key that is admin over all communities; this key is not.'

/** What cursors are bound to: the field of the subscription. */
const streamFields: Record<StreamName, string> = {
  DECISIONS: 'decisions',
  PROPOSALS: 'proposals',
  ACTIONS: 'actions',
  ROLE_REQUESTS: 'roleRequests',
  CRED_REFRESHED: 'credRefreshed',
  MEMBERS: 'members',
  POLICIES: 'policies',
}

export function resolversOf(deps: SubgraphDeps): Resolvers<CommunitiesContext> {
  const may = (context: SubgraphContext, community: string, ...anyOf: Scope[]) =>
    hasScope(context.viewer, community, ...anyOf)

  /** Runs a mutation; what was loaded before it is not believed after it. */
  const act = <T extends object>(context: CommunitiesContext, work: () => Promise<T>) =>
    payload(work).finally(() => context.loaders.renew())

  return {
    DateTime: scalars.DateTime,
    Cursor: scalars.Cursor,
    JSON: scalars.JSON,
    Duration: scalars.Duration,

    Query: {
      community: (_, { community }, { loaders }) => loaders.communities.load(community),
      communities: (_, args, { loaders }) => loaders.readableCommunities(args, args.search),
      member: (_, { id }, { loaders }) => loaders.members.load(id),
      roleRequest: (_, { id }, { loaders }) => loaders.requests.load(id),
      exportMember: (_, { member }, my) => outward(() => exportMember(deps, my, member)),
      viewer: (_, _args, { viewer }) => viewer,
      audit: (_, args, { viewer, loaders }) =>
        outward(() => {
          if (!overAll(viewer)) throw new Refusal('FORBIDDEN', overAllOnly)
          return loaders.auditOfCommunity('', args, args.mutation)
        }),
      verifyAudit: (_, { community }, { viewer }) =>
        outward(async () => {
          const { id } = await deps.directory.require(viewer, community)
          requireScope(viewer, id, 'ADMIN')
          return verifyAudit(deps.db.root, id)
        }),
    },
    Viewer: {
      member: ({ member }, _, { loaders }) => (member === null ? null : loaders.members.load(member)),
      community: ({ community }, _, { loaders }) => (community === null ? null : loaders.communities.load(community)),
      scopes: ({ scopes }) => everyScope.filter((scope) => scopes.includes(scope)),
    },

    Community: {
      __resolveReference: ({ id }, { loaders }) => loaders.communities.load(id),
      connections: ({ id }, args, { loaders }) => loaders.connections(id, args),
      roles: ({ id }, args, { loaders }) => loaders.roles(id, args),
      members: ({ id }, args, { loaders }) => loaders.membersOfCommunity(id, args, args.role, args.search),
      member: ({ id: community }, { account }, { loaders }) =>
        outward(() => loaders.memberOfAccount.load({ community, claim: accountOf(account, ['account']) })),
      roleRequests: ({ id }, args, { loaders }) => loaders.requestsOfCommunity(id, args, args.status),
      driver: (community) => community,
      audit: ({ id }, args, my) => (may(my, id) ? my.loaders.auditOfCommunity(id, args, args.mutation, args.by) : null),
      apiKeys: ({ id }, args, my) => (may(my, id) ? my.loaders.keysOfCommunity(id, args) : null),
      sessions: ({ id }, args, my) => (may(my, id) ? my.loaders.sessionsOfCommunity(id, args, deps.clock.now()) : null),
      pendingActs: ({ id }, args, my) => (may(my, id) ? my.loaders.pendingActsOf(id, args, deps.clock.now()) : null),
      cursor: async ({ id }, { stream }) => deps.cursors.encode(streamFields[stream], id, await deps.log.head()),
    },
    AuditEntry: {
      at: ({ record }) => new Date(record.at),
      mutation: ({ record }) => record.mutation,
      by: ({ record }) => record.by,
      address: ({ record, address }) => (record.form === 1 ? record.address : address),
      subjects: ({ record }) => record.subjects,
      events: ({ record }) => record.events,
      approvedBy: ({ record }) => record.approvedBy ?? null,
    },
    AuditActor: {
      member: ({ member }, _, { loaders }) => (member === null ? null : loaders.members.load(member)),
      key: ({ key }, _, { loaders }) => (key === null ? null : loaders.key.load(key)),
    },
    ApiKey: { member: ({ member }, _, { loaders }) => (member === null ? null : loaders.members.load(member)) },
    Session: {
      key: ({ key }, _, { loaders }) => (key === null ? null : loaders.key.load(key)),
      async member({ member, key }, _, { loaders }) {
        const of = member ?? (key === null ? null : ((await loaders.key.load(key))?.member ?? null))
        return of === null ? null : loaders.members.load(of)
      },
    },
    Driver: {
      kind: ({ driver }) => driver,
      endpoint: ({ id, driverEndpoint }, _, context) =>
        // Its query may hold a token: whoever set it knows it.
        may(context, id, 'DRIVE') && driverEndpoint !== null ? shownAddress(driverEndpoint) : null,
      lastDeliveryAt: async ({ id }, _, { loaders }) => (await loaders.feed.load(id))?.deliveredAt ?? null,
      undelivered: async ({ id }, _, { loaders }) => (await loaders.feed.load(id))?.waiting ?? 0,
      dead: async ({ id }, _, { loaders }) => (await loaders.feed.load(id))?.dead ?? 0,
      nextTryAt: async ({ id }, _, { loaders }) => (await loaders.feed.load(id))?.nextTryAt ?? null,
      problem: async ({ id }, _, my) =>
        may(my, id, 'DRIVE') ? ((await my.loaders.feed.load(id))?.problem ?? null) : null,
      deliveries: ({ id }, args, my) =>
        may(my, id, 'DRIVE') ? my.loaders.deliveriesOfCommunity(id, args, args.dead ?? false) : null,
    },
    Delivery: {
      id: ({ event }) => event,
      before: ({ community, position }) => deps.cursors.encode(driverStream, community, position - 1),
    },
    PlatformConnection: {
      settings: ({ settings }) => withShownAddresses(settings),
      webhookUrl: ({ id, community, webhookUrl }, _, context) =>
        webhookUrl !== null && may(context, community) ? deps.secrets.open(webhookUrl, webhookContext(id)) : null,
    },
    Member: {
      __resolveReference: ({ id }, { loaders }) => loaders.members.load(id),
      community: async ({ community }, _, { loaders }) => (await loaders.communities.load(community))!,
      accounts: ({ id }, _, { loaders }) => loaders.accounts.load(id),
      erased: ({ id, erasedAt }, _, { loaders }) => (erasedAt === null ? null : loaders.erasure.load(id)),
      roles: ({ id }, _, { loaders }) => loaders.grants.load(id),
    },
    MemberExport: { communities: exportField(deps, kept) },
    PlatformAccount: {
      host: (account) => accountFact(account).host,
      externalId: (account) => accountFact(account).externalId,
    },
    Role: { holders: ({ id }, args, { loaders }) => loaders.holdersOfRole(id, args) },
    RoleGrant: {
      role: async ({ role }, _, { loaders }) => (await loaders.role.load(role))!,
      decisionId: ({ decision }) => decision,
    },
    RoleRequest: {
      __resolveReference: ({ id }, { loaders }) => loaders.requests.load(id),
      community: async ({ community }, _, { loaders }) => (await loaders.communities.load(community))!,
      member: async ({ member }, _, { loaders }) => (await loaders.members.load(member))!,
      role: async ({ role }, _, { loaders }) => (await loaders.role.load(role))!,
      decisionId: ({ decision }) => decision,
    },

    Mutation: {
      createCommunity: (_, { input }, my) =>
        act(my, async () => ({ community: await createCommunity(deps, my, input), driverSecret: null })),
      updateCommunity: (_, { input }, my) =>
        act(my, async () => ({ community: await updateCommunity(deps, my, input), driverSecret: null })),
      setDriver: (_, { input }, my) => act(my, () => setDriver(deps, my, input)),
      rotateDriverSecret: (_, { input }, my) => act(my, () => rotateDriverSecret(deps, my, input)),
      connectPlatform: (_, { input }, my) =>
        act(my, async () => ({ connection: await connectPlatform(deps, my, input) })),
      disconnectPlatform: (_, { input }, my) =>
        act(my, async () => ({ connection: await disconnectPlatform(deps, my, input) })),
      addMember: (_, { input }, my) => act(my, async () => ({ member: await addMember(deps, my, input) })),
      linkAccount: (_, { input }, my) => act(my, async () => ({ member: await linkAccount(deps, my, input) })),
      unlinkAccount: (_, { input }, my) => act(my, async () => ({ member: await unlinkAccount(deps, my, input) })),
      mergeMembers: (_, { input }, my) => act(my, async () => ({ member: await mergeMembers(deps, my, input) })),
      eraseMember: (_, { member }, my) => act(my, async () => ({ member: await eraseMember(deps, my, member) })),
      createRole: (_, { input }, my) => act(my, async () => ({ role: await createRole(deps, my, input) })),
      revokeRole: (_, { input }, my) => act(my, async () => ({ member: await revokeRole(deps, my, input) })),
      requestRole: (_, { input }, my) => act(my, async () => ({ roleRequest: await requestRole(deps, my, input) })),
      withdrawRoleRequest: (_, { id }, my) =>
        act(my, async () => ({ roleRequest: await withdrawRoleRequest(deps, my, id) })),
      grantRole: (_, { input }, my) =>
        act(my, async () => ({ roleRequest: await settleRole(deps, my, 'GRANTED', input) })),
      refuseRole: (_, { input }, my) =>
        act(my, async () => ({ roleRequest: await settleRole(deps, my, 'REFUSED', input) })),
      createApiKey: (_, { input }, my) => act(my, () => createApiKey(deps, my, input)),
      rotateApiKey: (_, { id, overlap }, my) => act(my, () => rotateApiKey(deps, my, id, overlap ?? 'P1D')),
      revokeApiKey: (_, { id }, my) => act(my, () => revokeApiKey(deps, my, id)),
      createSignInLink: (_, { input }, my) => act(my, () => createSignInLink(deps, my, input)),
      approveAct: (_, { act: id }, my) => act(my, async () => ({ act: await approveAct(deps, my, id) })),
      refuseAct: (_, { act: id }, my) => act(my, async () => ({ act: await refuseAct(deps, my, id) })),
      endSessions: (_, { input }, my) => act(my, async () => ({ member: await endSessions(deps, my, input) })),
    },

    Subscription: {
      ...streamed(deps, 'roleRequests', ({ loaders }: CommunitiesContext, { community, after }) => ({
        name: 'roleRequests',
        community,
        after,
        types: ['communities.role.requested', 'communities.role.settled'],
        map(event) {
          loaders.renew() // each event sees the community as it is then
          return { roleRequest: requestAsOf(event) }
        },
      })),
      ...streamed(deps, 'members', ({ loaders }: CommunitiesContext, { community, after }) => ({
        name: 'members',
        community,
        after,
        types: memberEvents,
        async map(event) {
          const id = memberOf(event)
          loaders.renew()
          const member = id === null ? null : await loaders.members.load(id)
          return member && { member }
        },
      })),
      driverEvents: {
        async subscribe(_, { community, after }, { viewer }) {
          const { id } = await outward(async () => {
            const found = await deps.directory.require(viewer, community)
            requireScope(viewer, found.id, 'DRIVE')
            return found
          })
          const map = (event: LoggedEvent) => (isDelivered(event) ? envelopeOf(event) : null)
          const stream = { name: driverStream, community: id, types: deliveredTypes, map }
          return subscribeToLog(deps, viewer, { ...stream, after: after ?? null })
        },
        resolve: <T>(sent: T) => sent,
      },
    },
  }
}

const memberEvents = [
  'communities.member.added',
  'communities.member.merged',
  'communities.member.erased',
  'communities.account.linked',
  'communities.account.unlinked',
  'communities.role.granted',
  'communities.role.revoked',
] as const satisfies EventType[]

/** Of whom the event tells. */
function memberOf(event: LoggedEvent): string | null {
  switch (event.type) {
    case 'communities.member.added':
      return event.payload.member.id
    case 'communities.member.merged':
      return event.payload.into
    case 'communities.member.erased':
    case 'communities.account.linked':
    case 'communities.account.unlinked':
    case 'communities.role.granted':
    case 'communities.role.revoked':
      return event.payload.member
    default:
      return null
  }
}

/** The request as it was when the event was made. */
function requestAsOf(event: LoggedEvent): RequestRow | null {
  if (event.type !== 'communities.role.requested' && event.type !== 'communities.role.settled') return null
  const { roleName: _, ...request } = event.payload.request
  const settledAt = request.status === 'PENDING' ? null : event.recordedAt
  return { ...request, requestedAt: new Date(request.requestedAt), settledAt }
}
