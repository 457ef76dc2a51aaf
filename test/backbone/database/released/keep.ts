// `node test/backbone/database/released/keep.ts`: keeps what this version leaves behind, for every later one to be tried on: a backup of a
// small, made-up community that has lived through all that is told in the demonstration and some more (VERSION.backup), what was
// asked of it and answered (VERSION.json), and the SHA-256 of each migration. It is run once, when the version is released.

import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../../../backbone/config.ts'
import { digestOf } from '../../../../backbone/database/migrate.ts'
import { migrations as backbone } from '../../../../backbone/database/migrations.ts'
import { backUp } from '../../../../gateway/backup/save.ts'
import { version } from '../../../../gateway/backup/version.ts'
import { startFolkmoot } from '../../../../gateway/processes/start.ts'
import { subgraphModules } from '../../../../gateway/subgraph-modules.ts'
import { type Api, connect } from '../../../../sandbox/demo/client.ts'
import { narrator } from '../../../../sandbox/demo/narrator.ts'
import { play } from '../../../../sandbox/demo/story.ts'
import { startOpenCollective } from '../../../../sandbox/opencollective/index.ts'
import { startSourceCred } from '../../../../sandbox/sourcecred/index.ts'

/** What is kept beside the backup. */
export interface Kept {
  /** FOLKMOOT_SECRET and FOLKMOOT_ADMIN_KEY; made up, and of nothing else. */
  secret: string
  adminKey: string
  /** Every later version answers the same. */
  asked: { query: string; variables: Record<string, unknown>; data: unknown }[]
  /** Of each community, by id: the head of its chain. Every later chain has it. */
  heads: Record<string, string>
  /** A ballot that was open, and somebody who may vote on it still. */
  open: { proposal: string; key: string }
}

const much = 200 * 1024 // bytes

const decisionOf = `query Decision($id: ID!) { decision(id: $id) {
  id position outcome choice madeBy reason enforcement compliance hash previousHash record erased decidedAt
  tally { voters turnout quorumReached counts { choice votes weight } rounds { eliminated counts { choice votes } } }
  peoplesAct { kind initiatorName }
  actions { id kind direction status }
  proposal { id title body status method terms closedAt choices { key label } policy { id name version document }
    electorate { size } votes { nodes { member { id } choices weight note castBy { kind name own } } }
    trigger { id kind occurredAt initiatorName subject { type id title } } } } }`
const memberOf = `query Member($id: ID!) { member(id: $id) {
  id name joinedAt erased { begunAt } accounts { platform username externalId } roles { role { name } decisionId } cred { status total } } }`
const communityOf = `query Community($id: ID!) { community(community: $id) {
  id slug name createdAt roles { id name } policies { id name version status }
  apiKeys { nodes { id name scopes createdAt member { id } } }
  connections { platform externalId }
  roleRequests { nodes { id status reason decisionId member { id } role { name } } }
  driver { kind endpoint } } }`

const given = {
  secret: `the secret of ${version}`,
  adminKey: `fma_of_${version.replaceAll('.', '_')}_and_of_nothing_else`,
}

/** Leaves the three files in the folder. */
async function keep(folder: string): Promise<void> {
  const file = join(folder, `${version}.backup`)
  if (existsSync(file)) throw new Error(`${file} is there already: what was released is kept as it is.`)
  const dataFolder = mkdtempSync(join(tmpdir(), 'folkmoot-released-'))
  const config = { ...readConfig({}), ...given, port: 0, logLevel: 'silent', dataFolder, privateHosts: ['127.0.0.1'] }
  try {
    const kept = await lived(config)
    await backUp(config, file)
    assert.ok(statSync(file).size < much, `${statSync(file).size} bytes`)
    writeFileSync(join(folder, `${version}.json`), `${JSON.stringify(kept, null, 1)}\n`)
    await keepMigrations(join(folder, 'migrations.json'))
  } finally {
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

async function lived(config: Parameters<typeof startFolkmoot>[0]): Promise<Kept> {
  const collective = await startOpenCollective({ rateLimit: false })
  const instance = await startSourceCred()
  const folkmoot = await startFolkmoot(config)
  const api = connect(folkmoot.url, config.adminKey!)
  try {
    const tell = narrator(() => {}, false)
    const page = (path: string) => path
    const stage = { api, collective, sourceCredUrl: instance.url, tell, page, pace: 0 }
    const { community, keys, open } = await play(stage)
    const second = await boathouse(api)
    const heads = await headsOf(api, [community.id, second])
    const asked = await answersOf(api, Object.keys(heads))
    return { ...given, asked, heads, open: { proposal: open, key: keys['Tobias Okafor']! } }
  } finally {
    await api.close()
    await folkmoot.stop()
    await collective.stop()
    await instance.stop()
  }
}

/** What the demonstration has not: options that are ranked, a vote taken back, a member erased, a driver that is not there. */
async function boathouse(api: Api): Promise<string> {
  const one = async (field: string, type: string, input: object, selection: string): Promise<any> =>
    (
      await api.ask<any>(
        `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`,
        { input },
      )
    )[field]
  const community = { community: 'boathouse' }
  const made = await one(
    'createCommunity',
    'CreateCommunityInput',
    { slug: 'boathouse', name: 'The boathouse' },
    'community { id }',
  )
  const { driver } = { driver: { ...community, kind: 'EXTERNAL', endpoint: 'http://127.0.0.1:9/' } }
  await one('setDriver', 'SetDriverInput', driver, 'community { id }')
  await one('createRole', 'CreateRoleInput', { ...community, name: 'rower' }, 'role { id }')
  const people: string[] = []
  for (const name of ['Ada', 'Ben', 'Cy', 'Dee']) {
    const accounts = [{ platform: 'github', username: `${name.toLowerCase()}-of-the-boathouse` }]
    const added = await one(
      'addMember',
      'AddMemberInput',
      { ...community, name, accounts, roles: ['rower'] },
      'member { id }',
    )
    people.push(added.member.id)
  }
  const choices = ['oak', 'ash', 'elm'].map((key) => ({ key, label: `Oars of ${key}` }))
  const ballot = {
    ...community,
    title: 'Which oars?',
    method: 'RANKED',
    choices,
    electorate: { role: 'rower' },
    passes: { closeEarly: false },
  }
  const { proposal } = await one('openProposal', 'OpenProposalInput', ballot, 'proposal { id }')
  const ranks = [['oak', 'elm'], ['ash', 'oak'], ['elm', 'ash'], ['ash']]
  for (const [index, member] of people.entries()) {
    const vote = { proposal: proposal.id, member, choices: ranks[index], note: 'said aloud' }
    await one('castVote', 'CastVoteInput', vote, 'vote { id }')
  }
  await one('retractVote', 'RetractVoteInput', { proposal: proposal.id, member: people[2] }, 'vote { id }')
  await one('closeProposal', 'CloseProposalInput', { proposal: proposal.id }, 'decision { id }')
  const decision = {
    ...community,
    title: 'Keys to the shed?',
    outcome: 'APPROVED',
    reason: 'So it was agreed at the landing.',
    evidence: { weather: 'fair', n: 0.1 },
  }
  await one('recordDecision', 'RecordDecisionInput', decision, 'decision { id }')
  await api.ask('mutation ($id: ID!) { eraseMember(member: $id) { member { id } userErrors { code message } } }', {
    id: people[3],
  })
  return made.community.id
}

async function headsOf(api: Api, communities: readonly string[]): Promise<Record<string, string>> {
  const heads: Record<string, string> = {}
  for (const id of communities) {
    const { verifyDecisions } = await api.ask<any>(
      'query ($id: ID!) { verifyDecisions(community: $id) { valid head } }',
      {
        id,
      },
    )
    assert.equal(verifyDecisions.valid, true)
    heads[id] = verifyDecisions.head
  }
  return heads
}

async function answersOf(api: Api, communities: readonly string[]): Promise<Kept['asked']> {
  const asked: Kept['asked'] = []
  const ask = async (query: string, id: string) => {
    const variables = { id }
    asked.push({ query, variables, data: await api.ask(query, variables) })
  }
  for (const id of communities) {
    await ask(communityOf, id)
    const list =
      'query ($id: ID!) { community(community: $id) { members(first: 50) { nodes { id } } decisions(first: 50) { nodes { id } } } }'
    const { community } = await api.ask<any>(list, { id })
    for (const member of community.members.nodes) await ask(memberOf, member.id)
    for (const decision of community.decisions.nodes) await ask(decisionOf, decision.id)
  }
  return asked
}

async function keepMigrations(file: string): Promise<void> {
  const released: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'))
  const all = { backbone: async () => ({ migrations: backbone }), ...subgraphModules }
  for (const [part, load] of Object.entries(all)) {
    const { migrations } = await load()
    for (const [name, migration] of Object.entries(migrations)) released[`${part}/${name}`] ??= digestOf(migration)
  }
  writeFileSync(file, `${JSON.stringify(released, null, 2)}\n`)
}

if (import.meta.main) {
  await keep(import.meta.dirname)
  console.log(`Kept: ${version}.backup, ${version}.json and the migrations.`)
  process.exit(0)
}
