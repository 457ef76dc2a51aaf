// What is attacked: a public and a private community, each with members, keys of every kind, a ballot, a vote, a policy, cred
// and a platform. Made by the API alone, as users make theirs.

import type { OpenCollective } from '../../sandbox/opencollective/index.ts'
import { ask, type Said, type Transport } from './ask.ts'

export interface Target {
  url: string
  adminKey: string
}

export const scopesOf = {
  reader: ['READ'],
  voter: ['READ', 'VOTE'],
  integrator: ['READ', 'INTEGRATE'],
  driver: ['READ', 'DRIVE'],
  admin: ['ADMIN'],
} as const
export type KeyKind = keyof typeof scopesOf

export interface Hamlet {
  id: string
  slug: string
  /** The member whose the voter's key is, and one who has none. */
  member: string
  other: string
  /** Who was a member. */
  erased: string
  role: string
  roleRequest: string
  policy: string
  proposal: string
  vote: string
  decision: string
  /** A ballot that is over. */
  decided: string
  action: string
  connection: string
  /** Where its platform sends webhooks. */
  webhookUrl: string
  snapshot: string
  keys: Record<KeyKind, string>
  /** The ids of the keys, and of one that may be revoked. */
  keyIds: Record<KeyKind | 'spare', string>
}

export interface Village extends Target {
  open: Hamlet
  closed: Hamlet
  /** One that chance may change as it likes. */
  wild: Hamlet
  /** A key that was valid and is not any more. */
  revoked: string
  collective: OpenCollective
  /** Sends an operation. */
  ask(transport: Transport, query: string, variables?: Record<string, unknown>, key?: string | null): Promise<Said>
}

/** @param name makes the slugs: a server may be attacked more than once. */
export async function settle(
  target: Target,
  collective: OpenCollective,
  instanceUrl: string,
  name: string,
): Promise<Village> {
  const run = async (field: string, type: string, input: unknown, selection: string): Promise<any> => {
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`
    const { data, message } = await ask(
      target.url,
      'post',
      { query, variables: { input } as any },
      { key: target.adminKey },
    )
    const payload = data?.[field]
    if (!payload || payload.userErrors.length > 0) {
      throw new Error(`${field}: ${message || JSON.stringify(payload?.userErrors)}`)
    }
    return payload
  }
  const question = async (query: string, variables: Record<string, unknown>): Promise<any> =>
    (await ask(target.url, 'post', { query, variables }, { key: target.adminKey })).data

  async function hamlet(slug: string, visibility: string, linked: string): Promise<Hamlet> {
    const { community } = await run(
      'createCommunity',
      'CreateCommunityInput',
      { slug, name: slug, visibility },
      'community { id }',
    )
    const at = { community: community.id }
    await run('connectCred', 'ConnectCredInput', { ...at, url: instanceUrl }, 'cred { total }')
    const settings = { apiUrl: collective.url, webUrl: collective.webUrl, reconcileEverySeconds: 3600 }
    const credentials = { personalToken: collective.tokens['governance-bot'] }
    const connected = await run(
      'connectPlatform',
      'ConnectPlatformInput',
      { ...at, platform: 'opencollective', externalId: linked, credentials, settings },
      'connection { id webhookUrl }',
    )
    const { role } = await run('createRole', 'CreateRoleInput', { ...at, name: 'steward' }, 'role { id }')
    const accounts = [{ platform: 'github', username: 'tokafor' }]
    const { member } = await run(
      'addMember',
      'AddMemberInput',
      { ...at, name: 'Ada', accounts, roles: ['steward'] },
      'member { id }',
    )
    const { member: other } = await run(
      'addMember',
      'AddMemberInput',
      { ...at, name: 'Ben', roles: ['steward'] },
      'member { id }',
    )
    const keys = {} as Record<KeyKind, string>
    const keyIds = {} as Hamlet['keyIds']
    for (const [kind, scopes] of Object.entries(scopesOf)) {
      const whose = kind === 'voter' ? { member: member.id } : {}
      const made = await run('createApiKey', 'CreateApiKeyInput', { ...at, name: kind, scopes, ...whose }, 'id secret')
      keys[kind as KeyKind] = made.secret
      keyIds[kind as KeyKind] = made.id
    }
    const spare = await run('createApiKey', 'CreateApiKeyInput', { ...at, name: 'spare', scopes: ['READ'] }, 'id')
    keyIds.spare = spare.id
    const document =
      'name: roles\non: communities.role.requested\ndecide: { rule: "cred.total > 1000000.0" }\nthen: {}\n'
    const { policy } = await run('applyPolicy', 'ApplyPolicyInput', { ...at, document }, 'policy { id }')
    const ballot = {
      ...at,
      title: 'Plant an oak?',
      closesIn: 'P1D',
      electorate: { role: 'steward' },
      passes: { closeEarly: false },
    }
    const { proposal } = await run('openProposal', 'OpenProposalInput', ballot, 'proposal { id }')
    const { vote } = await run(
      'castVote',
      'CastVoteInput',
      { proposal: proposal.id, member: member.id, choices: ['approve'] },
      'vote { id }',
    )
    const { decision } = await run(
      'recordDecision',
      'RecordDecisionInput',
      { ...at, title: 'Welcome', outcome: 'APPROVED', reason: 'so it was' },
      'decision { id proposal { id } }',
    )
    const reported = { ...at, kind: 'forum.post.created', subject: { type: 'post', id: '1' }, data: { text: 'hello' } }
    const { action } = await run('reportAction', 'ReportActionInput', reported, 'action { id }')
    const { roleRequest } = await run(
      'grantRole',
      'SettleRoleInput',
      { ...at, member: other.id, role: 'steward' },
      'roleRequest { id }',
    ).catch(async () => {
      const { member: third } = await run('addMember', 'AddMemberInput', { ...at, name: 'Cleo' }, 'member { id }')
      return run('grantRole', 'SettleRoleInput', { ...at, member: third.id, role: 'steward' }, 'roleRequest { id }')
    })
    const { member: past } = await run('addMember', 'AddMemberInput', { ...at, name: 'Past' }, 'member { id }')
    await question('mutation ($m: ID!) { eraseMember(member: $m) { member { id } } }', { m: past.id })
    const { community: read } = await question(
      'query ($c: ID!) { community(community: $c) { cred { snapshot { id } } } }',
      { c: community.id },
    )
    return {
      id: community.id,
      slug,
      member: member.id,
      other: other.id,
      erased: past.id,
      role: role.id,
      roleRequest: roleRequest.id,
      policy: policy.id,
      proposal: proposal.id,
      vote: vote.id,
      decision: decision.id,
      decided: decision.proposal.id,
      action: action.id,
      connection: connected.connection.id,
      webhookUrl: connected.connection.webhookUrl,
      snapshot: read.cred.snapshot.id,
      keys,
      keyIds,
    }
  }

  const { slug } = collective.collective
  const open = await hamlet(`${name}-open`, 'PUBLIC', slug)
  const closed = await hamlet(`${name}-closed`, 'PRIVATE', slug)
  const wild = await hamlet(`${name}-wild`, 'PUBLIC', slug)
  const gone = await run(
    'createApiKey',
    'CreateApiKeyInput',
    { community: closed.id, name: 'gone', scopes: ['ADMIN'] },
    'id secret',
  )
  await question('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id: gone.id })
  return {
    ...target,
    open,
    closed,
    wild,
    revoked: gone.secret,
    collective,
    ask: (transport, query, variables = {}, key = null) => ask(target.url, transport, { query, variables }, { key }),
  }
}
