// For each mutation an input that is taken, with every text that it may have.

import type { Hamlet } from '../attack/village.ts'

const account = { platform: 'github', host: 'github.com', id: '4711', username: 'someone' }
const reported = ({ id }: Hamlet) => ({
  input: {
    community: id,
    kind: 'forum.post.created',
    initiator: account,
    subject: { type: 'post', id: '1', title: 'A post', url: 'https://example.org/1' },
    idempotencyKey: 'once',
  },
})
const settled = ({ proposal }: Hamlet) => ({ input: { proposal, reason: 'so it is', idempotencyKey: 'once' } })
const expense = ({ id, decision }: Hamlet) => ({
  input: { community: id, expense: 'ex_1', message: 'well', decision, idempotencyKey: 'once' },
})

const settledRole = ({ id, member, decision }: Hamlet) => ({
  input: { community: id, member, role: 'steward', reason: 'well', decision },
})

/** Arguments by mutation. */
export const goodInputs: Record<string, (of: Hamlet) => Record<string, any>> = {
  approveExpense: expense,
  rejectExpense: expense,
  performAction: ({ id, decision, proposal, roleRequest }) => ({
    input: {
      community: id,
      kind: 'communities.role.grant',
      subject: roleRequest,
      decision,
      proposal,
      holds: 'P1D',
      guardian: 'steward',
      needs: 1,
      by: 'steward',
      within: 'P2D',
      idempotencyKey: 'once',
    },
  }),
  stayAction: ({ action }) => ({ input: { action, reason: 'wait' } }),
  confirmAction: ({ action }) => ({ input: { action } }),
  retryAction: ({ action }) => ({ id: action }),
  considerExpenses: ({ id, connection }) => ({ input: { community: id, connection, expenses: ['1'] } }),
  reportAction: reported,
  requestPermission: reported,
  settlePermission: ({ action, decision }) => ({ input: { action, verdict: 'ALLOW', decision, reason: 'well' } }),
  setActionProblem: ({ action }) => ({ id: action, problem: 'it fails' }),
  createCommunity: () => ({ input: { slug: 'another', name: 'Another' } }),
  updateCommunity: ({ id }) => ({ input: { community: id, name: 'Another' } }),
  connectPlatform: ({ id }) => ({
    input: { community: id, platform: 'forum', externalId: 'x', credentials: { token: 'x' }, settings: {} },
  }),
  disconnectPlatform: ({ id, connection }) => ({ input: { community: id, connection } }),
  setDriver: ({ id }) => ({ input: { community: id, kind: 'EXTERNAL', endpoint: 'http://127.0.0.1:9/' } }),
  rotateDriverSecret: ({ id }) => ({ input: { community: id } }),
  addMember: ({ id }) => ({ input: { community: id, name: 'Dan', accounts: [account], roles: ['steward'] } }),
  linkAccount: ({ member }) => ({ input: { member, account } }),
  unlinkAccount: ({ member }) => ({ input: { member, account } }),
  mergeMembers: ({ member, other }) => ({ input: { from: other, into: member } }),
  createRole: ({ id }) => ({ input: { community: id, name: 'keeper', description: 'keeps' } }),
  requestRole: ({ id, other }) => ({ input: { community: id, role: 'steward', member: other } }),
  withdrawRoleRequest: ({ roleRequest }) => ({ id: roleRequest }),
  grantRole: settledRole,
  refuseRole: settledRole,
  eraseMember: () => ({ member: 'mem_none' }),
  approveAct: () => ({ act: 'pact_none' }),
  refuseAct: () => ({ act: 'pact_none' }),
  revokeRole: ({ id, member, decision }) => ({
    input: { community: id, member, role: 'steward', reason: 'well', decision },
  }),
  createApiKey: ({ id, member }) => ({ input: { community: id, name: 'k', scopes: ['READ'], member } }),
  revokeApiKey: ({ keyIds }) => ({ id: keyIds.spare }),
  rotateApiKey: ({ keyIds }) => ({ id: keyIds.spare, overlap: 'P1D' }),
  createSignInLink: ({ other }) => ({ input: { member: other } }),
  endSessions: ({ other }) => ({ input: { member: other } }),
  connectCred: ({ id }) => ({ input: { community: id, url: 'http://127.0.0.1:9/' } }),
  refreshCred: ({ id }) => ({ community: id }),
  applyPolicy: ({ id }) => ({
    input: { community: id, document: 'name: a\non: forum.post.created\ndecide: { rule: "true" }\nthen: {}\n' },
  }),
  setPolicyStatus: ({ policy }) => ({ input: { policy, status: 'ACTIVE' } }),
  openProposal: ({ id, action, policy, member, other }) => ({
    input: {
      community: id,
      title: 'Plant?',
      body: 'An oak.',
      trigger: action,
      policy,
      choices: [
        { key: 'yes', label: 'Yes' },
        { key: 'no', label: 'No' },
      ],
      closesIn: 'P2D',
      electorate: { role: 'steward', members: [member, other] },
      passes: { closeEarlyAfter: 'P1D' },
      venues: ['forum.post'],
      terms: ['title'],
      idempotencyKey: 'once',
    },
  }),
  recordDecision: ({ id, action, policy }) => ({
    input: {
      community: id,
      title: 'Well',
      body: 'x',
      trigger: action,
      policy,
      outcome: 'APPROVED',
      reason: 'so',
      idempotencyKey: 'once',
    },
  }),
  reportStep: ({ decision }) => ({
    input: { decision, step: 'approved:0', kind: 'forum.post.create', problem: 'it fails' },
  }),
  castVote: ({ proposal, member }) => ({
    input: { proposal, choices: ['approve'], comment: 'yes', member, source: 'x', note: 'here' },
  }),
  retractVote: ({ proposal, member }) => ({ input: { proposal, member } }),
  closeProposal: ({ proposal }) => ({ input: { proposal, reason: 'so' } }),
  cancelProposal: ({ proposal }) => ({ input: { proposal, reason: 'so' } }),
  approveProposal: settled,
  rejectProposal: settled,
}
