// Folkmoot itself as a platform: members ask for roles, decisions grant or refuse them. It asks the graph like anyone.

import { type Ask, AskFailed } from '../../../../backbone/subgraph/subgraph.ts'
import { Refusal, type RefusalCode, refusals } from '../../../../schema/errors.ts'
import { NoAnswer, type Platform, type PlatformDeps, type Receipt, type Request, TryLater } from '../platform.ts'

export const platform = 'communities'
const grant = `${platform}.role.grant`
const refuse = `${platform}.role.refuse`

interface RoleRequest {
  id: string
  status: 'PENDING' | 'GRANTED' | 'REFUSED' | 'WITHDRAWN'
  reason: string | null
  decisionId: string | null
  community: { id: string }
}

export function createPlatform({ ask }: PlatformDeps): Platform {
  return {
    name: platform,
    hears: [`${platform}.role.requested`],
    performs: [grant, refuse],
    fields: { [`${platform}.role.requested`]: { role: 'role', request: 'text', member: 'text', byFolkmoot: 'bool?' } },
    parameters: { [grant]: {}, [refuse]: {} },
    subjects: { [`${platform}.role.*`]: 'roleRequest' },
    ballots: false,
    connects: false,
    vanishes: null,
    begins: null,
    alters: null,
    settles: () => null,
    asksAgain: () => false,
    termNames: ['role', 'member'],
    seal: async ({ terms }) => terms,
    consequences: () => null,
    statuses: [],
    standing: () => 'DONE',
    left: () => null,
    prepare: notConnected,
    check: notConnected,
    registerWebhook: notConnected,
    removeWebhook: async () => {},
    hear: notConnected,
    look: notConnected,
    read: notConnected,
    accept(_kind, { reason }) {
      if (reason === undefined || reason === null || (typeof reason === 'string' && reason.length <= 20_000)) return
      throw new Refusal('BAD_INPUT', 'parameters.reason: wanted a text of at most 20,000 characters.', {
        path: ['input', 'parameters', 'reason'],
      })
    },
    async find(connection, _kind, reference) {
      const found = reference === null ? null : await lookUp(ask, reference)
      if (found?.community.id === connection.community)
        return { type: 'roleRequest', id: found.id, title: null, url: null }
      const got = reference === null ? 'nothing' : `"${reference.slice(0, 100)}"`
      throw new Refusal('ROLE_REQUEST_NOT_FOUND', `Wanted the id of a role request of the community; got ${got}.`, {
        path: ['input', 'subject'],
      })
    },
    perform: (_connection, request) => settle(ask, request),
    async advise() {
      return done(true, 'The role waits for an administrator.', { status: 'PENDING' })
    },
  }
}

function notConnected(): never {
  throw new Refusal('BAD_INPUT', 'The platform "communities" is built in: it needs no connection.', {
    path: ['input', 'platform'],
  })
}

async function settle(ask: Ask, request: Request): Promise<Receipt> {
  const wanted = request.kind === grant ? 'GRANTED' : 'REFUSED'
  const before = await lookUp(ask, request.subject.id)
  if (!before) throw new Refusal('ROLE_REQUEST_NOT_FOUND', `There is no role request ${request.subject.id} any more.`)
  if (before.status === wanted) {
    const ours = request.sentBefore && before.decisionId === request.decision
    return done(ours, ours ? 'An earlier try had arrived.' : `It was already ${wanted}: nothing was done.`, before)
  }
  await request.sending(null)
  const after = await change(ask, request)
  return done(true, null, after)
}

const fields = 'id status reason decisionId community { id }'

async function lookUp(ask: Ask, id: string): Promise<RoleRequest | null> {
  try {
    return (
      await ask<{ roleRequest: RoleRequest | null }>(`query($id: ID!) { roleRequest(id: $id) { ${fields} } }`, { id })
    ).roleRequest
  } catch (error) {
    if (!(error instanceof AskFailed)) throw error
    throw new TryLater('UNAVAILABLE', `The role request cannot be read now: ${error.message}`, { cause: error })
  }
}

async function change(ask: Ask, request: Request): Promise<RoleRequest> {
  const name = request.kind === grant ? 'grantRole' : 'refuseRole'
  const { reason } = request.parameters
  const input = {
    request: request.subject.id,
    reason: typeof reason === 'string' ? reason : null,
    decision: request.decision,
  }
  const query = `mutation($input: SettleRoleInput!) { ${name}(input: $input) { roleRequest { ${fields} } userErrors { code message } } }`
  const answer = await ask<
    Record<string, { roleRequest: RoleRequest | null; userErrors: { code: string; message: string }[] }>
  >(query, { input }).catch((error) => {
    throw error instanceof AskFailed
      ? new NoAnswer(`The role was not settled for sure: ${error.message}`, error)
      : error
  })
  const { roleRequest, userErrors } = answer[name]!
  const [first] = userErrors
  if (first)
    throw new Refusal(Object.hasOwn(refusals, first.code) ? (first.code as RefusalCode) : 'BAD_INPUT', first.message)
  if (!roleRequest) throw new NoAnswer('The graph gave no role request back.')
  return roleRequest
}

function done(ours: boolean, detail: string | null, request: Partial<RoleRequest>): Receipt {
  const { id = null, status } = request
  return {
    ours,
    detail,
    result: { externalId: id, url: null, status, already: !ours },
    events: [],
    place: null,
    expense: null,
  }
}
