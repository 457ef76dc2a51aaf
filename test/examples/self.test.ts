// The policies under examples/: each is taken by the check that a server makes. Those of this project itself are put into force
// as examples/self/README.md says, and tried on what they are for.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { acceptPolicy, describePolicy, knownRoles } from '../../schema/policy/index.ts'
import { ofTheDriver } from '../../schema/policy/publishing.ts'
import { installedPlatforms } from '../../subgraphs/actions/platforms/index.ts'
import { type TestFolkmoot, testFolkmoot } from '../support/folkmoot.ts'
import { until } from '../support/until.ts'

const root = join(import.meta.dirname, '../..')
const files = globSync('examples/**/*.yaml', { cwd: root })
  .filter((file) => !file.endsWith('folkmoot.config.yaml'))
  .sort()
const read = (file: string) => readFileSync(join(root, file), 'utf8')

describe('policies under examples/', () => {
  const capabilities = [...installedPlatforms({} as never).values()].map(({ name, termNames, ...told }) => ({
    platform: name,
    terms: termNames,
    ...told,
  }))
  const roles = knownRoles(['maintainer', 'steward'].map((name) => ({ id: name, name })))

  it('Policies under examples/ are there', () => assert.ok(files.length >= 5))
  for (const file of files)
    it(`Policies under examples/ can be applied: ${file}`, () => {
      assert.match(describePolicy(acceptPolicy(read(file), [...capabilities, ofTheDriver], roles)), /^When /)
    })

  it('Policies under examples/ are told of, each of them, where it is said how they come into force', () => {
    const told = `${read('examples/self/README.md')}`
    for (const file of files.filter((each) => each.startsWith('examples/self/')))
      assert.ok(told.includes(`\`${file.split('/').at(-1)!}\``), file)
  })
})

interface Project extends TestFolkmoot {
  /** Maintainers by name, each with a key. */
  people: Record<string, { id: string; key: string }>
  /** Runs examples/self/ask.mjs. */
  may(...args: string[]): Promise<{ code: number; said: string }>
}

/** The community of this project, as the README of examples/self/ makes it: Ada, Ben, Cy and Dee are maintainers, Eve is not. */
async function project(t: TestContext): Promise<Project> {
  const all = await testFolkmoot(t)
  const one = async (field: string, type: string, input: object, selection: string) => {
    const payload = await all.mutate(field, type, { community: 'folkmoot', ...input }, selection)
    assert.deepEqual(payload.userErrors, [], JSON.stringify(payload))
    return payload
  }
  await all.ask(
    'mutation { createCommunity(input: { slug: "folkmoot", name: "Folkmoot" }) { community { id } userErrors { message } } }',
  )
  await one('createRole', 'CreateRoleInput', { name: 'maintainer' }, 'role { id }')
  const people: Project['people'] = {}
  for (const name of ['Ada', 'Ben', 'Cy', 'Dee', 'Eve']) {
    const accounts = [{ platform: 'github', username: name.toLowerCase() }]
    const roles = name === 'Eve' ? [] : ['maintainer']
    const { member } = await one('addMember', 'AddMemberInput', { name, accounts, roles }, 'member { id }')
    const scopes = ['READ', 'VOTE']
    const { secret } = await one('createApiKey', 'CreateApiKeyInput', { name, scopes, member: member.id }, 'secret')
    people[name] = { id: member.id, key: secret }
  }
  for (const file of files.filter((each) => each.startsWith('examples/self/')))
    await one('applyPolicy', 'ApplyPolicyInput', { document: read(file) }, 'policy { id }')
  const { secret } = await one('createApiKey', 'CreateApiKeyInput', { name: 'ci', scopes: ['INTEGRATE'] }, 'secret')
  const env = { PATH: '', FOLKMOOT_URL: `${all.url}/graphql`, FOLKMOOT_KEY: secret }
  const may = (...args: string[]) =>
    new Promise<{ code: number; said: string }>((done) => {
      execFile(process.execPath, [join(root, 'examples/self/ask.mjs'), ...args], { env }, (error, out, err) =>
        done({ code: error ? Number(error.code) : 0, said: (out + err).trim() }),
      )
    })
  return Object.assign(Object.create(all) as TestFolkmoot, { people, may })
}

const openOnes =
  '{ community(community: "folkmoot") { proposals(status: OPEN) { nodes { id title body electorate { size } } } } }'
async function open(all: Project): Promise<{ id: string; title: string; body: string; electorate: { size: number } }> {
  const { community } = await all.ask(openOnes)
  assert.equal(community.proposals.nodes.length, 1)
  return community.proposals.nodes[0]
}
async function vote(all: Project, proposal: string, votes: Record<string, string>): Promise<void> {
  for (const [name, choice] of Object.entries(votes)) {
    const input = { proposal, choices: [choice] }
    const payload = await all.mutate('castVote', 'CastVoteInput', input, 'vote { id }', all.people[name]!.key)
    assert.deepEqual(payload.userErrors, [], JSON.stringify(payload))
  }
}
/** Its time is over: here an administrator ends it. */
async function end(all: Project, proposal: string): Promise<string> {
  const { closeProposal } = await all.ask(
    'mutation ($p: ID!) { closeProposal(input: { proposal: $p }) { decision { outcome } userErrors { message } } }',
    { p: proposal },
  )
  return closeProposal.decision.outcome
}

/** What is said once it is decided: the driver hears of a decision after the ballot has ended. */
function answered(all: Project, asked: readonly string[]) {
  return until('an answer other than "not decided yet"', async () => {
    const said = await all.may(...asked)
    return said.code === 2 ? null : said
  })
}

describe('this project, governed by itself', () => {
  it('This project, governed by itself lets maintainers say who becomes one', async (t) => {
    const all = await project(t)
    const roles = all.watch('subscription { roleRequests(community: "folkmoot") { roleRequest { status reason } } }')
    const proposals = all.watch('subscription ($a: Cursor) { proposals(community: "folkmoot", after: $a) { kind } }', {
      a: all.beginning('proposals', (await all.ask('{ community(community: "folkmoot") { id } }')).community.id),
    })
    await all.ask(
      'mutation { requestRole(input: { community: "folkmoot", role: "maintainer" }) { roleRequest { id } userErrors { message } } }',
      {},
      all.people.Eve!.key,
    )
    await proposals.until(({ kind }) => kind === 'OPENED')
    const ballot = await open(all)
    assert.deepEqual([ballot.title, ballot.electorate.size], ['Shall Eve be a maintainer?', 4])
    await vote(all, ballot.id, { Ada: 'approve', Ben: 'approve', Cy: 'reject' })
    assert.equal(await end(all, ballot.id), 'APPROVED', 'two of three are two thirds')
    await roles.until(({ roleRequest }) => roleRequest.status === 'GRANTED')
    const { member } = await all.ask('query ($m: ID!) { member(id: $m) { roles { role { name } } } }', {
      m: all.people.Eve!.id,
    })
    assert.deepEqual(member.roles, [{ role: { name: 'maintainer' } }])
  })

  it('This project, governed by itself lets a proposal in unless somebody objects, and asks once about each', async (t) => {
    const all = await project(t)
    assert.deepEqual(await all.may('github.change.merge', 'pull-request', '1', 'Mend a typo', '--by', 'eve'), {
      code: 0,
      said: 'Mend a typo: allowed.',
    })
    const asked = ['github.change.merge', 'pull-request', '2', 'Speak Gopher', '--label', 'proposal']
    assert.deepEqual(await all.may(...asked), { code: 2, said: 'Speak Gopher: not decided yet.' })
    const first = await open(all)
    assert.equal(first.title, 'Any objection to "Speak Gopher"?')
    assert.equal((await all.may(...asked)).code, 2)
    assert.equal((await open(all)).id, first.id)
    assert.equal(await end(all, first.id), 'APPROVED', 'silence is consent')
    assert.equal((await answered(all, asked)).code, 0)

    const other = ['github.change.merge', 'pull-request', '3', 'Drop PostgreSQL', '--label', 'proposal']
    await all.may(...other)
    const second = await open(all)
    await vote(all, second.id, { Ada: 'fine', Ben: 'fine', Cy: 'object' })
    assert.equal(await end(all, second.id), 'REJECTED')
    assert.deepEqual(await answered(all, other), { code: 1, said: 'Drop PostgreSQL: denied.' })
  })

  it('This project, governed by itself changes its rules by two thirds, of a half at least', async (t) => {
    const all = await project(t)
    const tried: [Record<string, string>, string][] = [
      [{ Ada: 'approve', Ben: 'approve', Cy: 'reject' }, 'APPROVED'],
      [{ Ada: 'approve', Ben: 'approve', Cy: 'reject', Dee: 'reject' }, 'REJECTED'],
      [{ Ada: 'approve' }, 'NO_QUORUM'],
    ]
    for (const [index, [votes, outcome]] of tried.entries()) {
      const asked = ['github.change.merge', 'pull-request', String(index), 'Another licence', '--label', 'rules']
      assert.equal((await all.may(...asked)).code, 2)
      const ballot = await open(all)
      await vote(all, ballot.id, votes)
      assert.equal(await end(all, ballot.id), outcome)
      assert.equal((await answered(all, asked)).code, outcome === 'APPROVED' ? 0 : 1)
    }
  })

  it('This project, governed by itself releases by the word of two, and parts with a maintainer by two thirds', async (t) => {
    const all = await project(t)
    const release = ['github.release.publish', 'release', '0.3.0', '0.3.0']
    assert.equal((await all.may(...release)).code, 2)
    const ballot = await open(all)
    assert.equal(ballot.title, 'Release 0.3.0?')
    await vote(all, ballot.id, { Ada: 'approve' })
    assert.equal((await all.may(...release)).code, 2)
    await vote(all, ballot.id, { Ben: 'approve' })
    assert.equal(await end(all, ballot.id), 'APPROVED')
    assert.equal((await answered(all, release)).code, 0)

    const removal = ['github.maintainer.remove', 'maintainer', 'dee', 'Dee', '--why', 'Has not been here for a year.']
    assert.equal((await all.may(...removal)).code, 2)
    const other = await open(all)
    assert.deepEqual(
      [other.title, other.body],
      ['Shall Dee no longer be a maintainer?', 'Has not been here for a year.'],
    )
    await vote(all, other.id, { Ada: 'approve', Ben: 'reject' })
    assert.equal(await end(all, other.id), 'REJECTED')
  })

  it('This project, governed by itself says why it could not be asked', async (t) => {
    const all = await project(t)
    assert.deepEqual(await all.may('github.release.publish'), { code: 3, said: 'Wanted KIND TYPE ID TITLE.' })
    const { code, said } = await all.may('release', 'release', '1', 'One')
    assert.equal(code, 3)
    assert.match(said, /kind/i)
  })
})
