// What clients ask beside lists: single things and what they lead to, a trial of a policy, and every stream.

import { subgraphNames } from '../../schema/subgraph-names.ts'
import { policies, type TestFolkmoot } from '../support/folkmoot.ts'
import { within } from './deeds.ts'
import type { Village } from './fill.ts'
import type { Lived } from './life.ts'

/** Single things: those that live, and some of long ago. */
export async function readOne(on: TestFolkmoot, lived: Lived): Promise<void> {
  for (const id of [lived.village.open, lived.village.decided.proposal, 'prop_0000000007'])
    await readProposal(on, lived, id)
  await readMember(on, lived.village)
  await readCred(on, lived.village)
  const { community: c, driven } = lived.village
  await within('single things', on.ask(`query ($c: ID!, $driven: ID!) { ${things} }`, { c, driven }))
  await readProof(on, lived.village)
  await within('a trial', on.ask(trial, { c, document: policies.invoices() }))
}

async function readProof(on: TestFolkmoot, { decided }: Village): Promise<void> {
  const leaves = 'first: 1, after: $after'
  const whole = (
    more: string,
    given = '',
  ) => `query ($d: ID!, $after: Cursor${given}) { proof(decision: $d) { decision { id } policy
    electorate(${leaves}) { nodes totalCount pageInfo { endCursor } } ${more} } }`
  const ballots = `ballots(${leaves}) { nodes totalCount pageInfo { endCursor } }`
  const variables = { d: decided.decision, after: null }
  const { proof } = await within('a proof', on.ask(whole(ballots), variables))
  await within('more leaves', on.ask(whole(''), { ...variables, after: proof.electorate.pageInfo.endCursor }))
  const place = 'inclusion(leafHash: $leaf) { index }'
  await within('a leaf', on.ask(whole(place, ', $leaf: String!'), { ...variables, leaf: proof.policy ? 'x' : '' }))
  const votes = 'query ($id: ID!) { proposal(id: $id) { votes(first: 1) { nodes { id } } } }'
  const { proposal } = await within('a vote', on.ask(votes, { id: decided.proposal }))
  const inclusion = 'query ($v: ID!) { inclusion(vote: $v) { index size } }'
  await within('its place', on.ask(inclusion, { v: proposal.votes.nodes[0].id }))
}

const list = 'first: 50, after: $after'

async function readProposal(on: TestFolkmoot, { all }: Lived, id: string): Promise<void> {
  const whole = `query ($id: ID!, $after: Cursor) { proposal(id: $id) { title status closesAt openedBy { id name } community { name } trigger { id kind newest { id kind } }
    replaces { id title } replacedBy { id title }
    policy { name versions { version } } electorate { size totalWeight snapshot { id } viewerMayVote viewerWeight
      voters(${list}) { nodes { member { name } weight } pageInfo { endCursor } }
      doubles(${list}) { nodes { member { name } seatedAs { name } } pageInfo { endCursor } } } tally { voters standing } viewerVote { choices }
    venues { url action { kind } } decision { id outcome compliance peoplesAct { kind } problem supersededBy { id } proposal { title } actions { id status attempts { outcome } } }
    votes(${list}) { nodes { id choices castBy { id name } member { name } proposal { title } } pageInfo { endCursor } }
    history(${list}) { nodes { kind castBy { id name } member { name } peoplesAct { kind } decision { outcome } } pageInfo { endCursor } } } }`
  const { key } = all.people['tobias-okafor']!
  const { proposal } = await within('a proposal', on.ask(whole, { id, after: null }, key))
  const more = `query ($id: ID!, $after: Cursor) { proposal(id: $id) { electorate { voters(${list}) { totalCount pageInfo { endCursor } }
    doubles(first: 50) { totalCount } } } }`
  await within('more voters', on.ask(more, { id, after: proposal.electorate.voters.pageInfo.endCursor }))
  for (const what of ['votes', 'history']) {
    const query = `query ($id: ID!, $after: Cursor) { proposal(id: $id) { ${what}(${list}) { totalCount pageInfo { endCursor } } } }`
    await within(`more ${what}`, on.ask(query, { id, after: proposal[what].pageInfo.endCursor }))
  }
}

async function readMember(on: TestFolkmoot, { voter }: Village): Promise<void> {
  const mine =
    'query ($id: ID!, $after: Cursor) { member(id: $id) { votes(first: 50, after: $after) { nodes { choices } totalCount pageInfo { endCursor } } } }'
  const { member } = await within('votes', on.ask(mine, { id: voter, after: null }))
  await within('more votes', on.ask(mine, { id: voter, after: member.votes.pageInfo.endCursor }))
  const kept = subgraphNames.map(
    (part) => `${part}(first: 50, after: $after) { nodes { table row } pageInfo { endCursor } }`,
  )
  const exported = `query ($id: ID!, $after: Cursor) { exportMember(member: $id) { ${kept.join(' ')} } }`
  await within('what is kept of a member', on.ask(exported, { id: voter, after: null }))
  const whole = `query ($id: ID!) { member(id: $id) { community { name } accounts { username } roles { role { name } } cred(snapshot: null) { total heldBy { name } } } }`
  await within('a member', on.ask(whole, { id: voter }))
}

async function readCred(on: TestFolkmoot, { community }: Village): Promise<void> {
  await within(
    'doubles',
    on.ask(
      `query ($c: ID!) { community(community: $c) { doubles(first: 50, after: null, snapshot: null) { totalCount
        nodes { member { name } heldBy { name } } pageInfo { endCursor } } } }`,
      { c: community },
    ),
  )
  const { community: read } = await within(
    'cred',
    on.ask(
      `query ($c: ID!) { community(community: $c) { cred { snapshot { id } total(includeBots: true) history(weeks: 4, includeBots: true) { cred }
        leaderboard(first: 5, after: null, includeBots: true, weeks: 4) { totalCount nodes { name } } } } }`,
      { c: community },
    ),
  )
  await within(
    'cred of one',
    on.ask(
      `query ($c: ID!, $snapshot: ID!, $asOf: DateTime) { credSnapshot(id: $snapshot) { id }
        cred(community: $c, account: { platform: "github", username: "nobody" }, snapshot: $snapshot) { total snapshot { id } heldBy { id }
          lastWeeks(weeks: 4, asOf: $asOf) rank(includeBots: true) share(includeBots: true) intervals(last: 4) { cred } } }`,
      { c: community, snapshot: read.cred.snapshot.id, asOf: new Date().toISOString() },
    ),
  )
}

const things = `decision(id: "dec_0000000007") { outcome compliance actions { id status } proposal { title }
    further: actions(first: 5, after: "act_0") { attempts(last: 5) { outcome } } }
  action(id: "act_0000000007") { id status decisionId community { name } initiator { name } subject { title } expense { id community { name } } }
  roleRequest(id: "req_0000000007") { status community { name } member { name } role { name } }
  policy(id: "pol_none") { community { name } versions { version } }
  verifyDecisions(community: $c) { valid length }
  verifyAudit(community: $c) { valid length }
  audit(first: 5, after: null, mutation: "signIn") { totalCount nodes { at } }
  viewer { member { name } community { name } }
  platforms { platform }
  communities(first: 5, after: null, search: "tide") { totalCount nodes { name } }
  mine: community(community: $c) { connections { status } cursor(stream: DECISIONS) policies(status: ACTIVE) { name }
    member(account: { platform: "opencollective", username: "lin-yue" }) { name }
    roles { name holders(first: 5, after: null) { totalCount nodes { name } } } }
  parts: community(community: $c) { connections(first: 5, after: "con_0") { status } roles(first: 5, after: "role_0") { name }
    policies(first: 5, after: "pol_0") { name } all: policies(first: 5) { versions(first: 5, after: "pol_0") { version } } }
  driven: community(community: $driven) { driver { lastDeliveryAt undelivered dead problem deliveries(first: 50, after: null) { totalCount nodes { id } }
    over: deliveries(dead: true) { totalCount nodes { id } } } }`

const trial = `query ($c: ID!, $document: JSON!) {
  tryPolicy(community: $c, document: $document, last: 100) { snapshot { id } results { verdict action { id } } }
  checkPolicy(community: $c, document: $document) { replaces { version } } }`

/** Every stream, from its beginning. */
export async function readStreams(on: TestFolkmoot, { community, decided }: Village): Promise<void> {
  const streams = {
    decisions: { filters: ['', ', outcome: APPROVED'], nodes: 'decision { id }' },
    proposals: { filters: ['', `, proposal: "${decided.proposal}"`], nodes: 'kind proposal { id } vote { id }' },
    actions: { filters: ['', ', direction: OBSERVED, kind: "opencollective.*"'], nodes: 'action { id }' },
    roleRequests: { filters: [''], nodes: 'roleRequest { id }' },
    credRefreshed: { filters: [''], nodes: 'snapshot { id }' },
    members: { filters: [''], nodes: 'member { id }' },
    policies: { filters: [''], nodes: 'policy { id }' },
    driverEvents: { filters: [''], nodes: 'type' },
  } as const
  for (const [stream, { filters, nodes }] of Object.entries(streams) as [keyof typeof streams, any][])
    for (const filter of filters) {
      const query = `subscription ($c: ID!, $after: Cursor) { ${stream}(community: $c, after: $after${filter}) { cursor ${nodes} } }`
      await first(on, stream, query, { c: community, after: on.beginning(stream, community) })
    }
  // These begin with what the thing is now.
  await first(on, 'a proposal', `subscription { proposal(id: "${decided.proposal}") { status } }`)
  await first(on, 'an action', `subscription { action(id: "${decided.trigger}") { status } }`)
}

async function first(on: TestFolkmoot, what: string, query: string, variables = {}): Promise<void> {
  const reading = on.watch(query, variables)
  await within(
    `the stream ${what}`,
    reading.until(() => true),
  )
  reading.stop()
}
