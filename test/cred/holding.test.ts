import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import type { NewEvent } from '../../backbone/log/event.ts'
import { accountsFile, discord, github, json, serve } from './instances.ts'
import { anonymous, credWorld, keyOf } from './world.ts'

interface Account {
  platform: string
  host: string | null
  externalId: string
  username: string | null
}
const onGithub = (username: string): Account => ({
  platform: 'github',
  host: null,
  externalId: `@${username}`,
  username,
})
const snowflake = '111222333444555666'
const onDiscord: Account = { platform: 'discord', host: null, externalId: snowflake, username: null }

/** Identity lin, with two accounts, and identity tob; members come and change by events, as from their owner. */
async function village(t: TestContext) {
  const world = await credWorld(t)
  const community = await world.community('moot')
  const people = [
    { name: 'lin', cred: [50], aliases: [github('linyue'), discord(snowflake)] },
    { name: 'tob', cred: [30], aliases: [github('tokafor')] },
  ]
  const instance = await serve(t, { 'output/accounts.json': json(accountsFile(people)) })
  const has = new Map<string, Account[]>()
  const tell = (event: Omit<NewEvent, 'community'>) =>
    world.deps.log.write(async (_, emit) => emit({ ...event, community } as NewEvent))
  const fields = 'status total matches { name } heldBy { id }'
  return {
    ...world,
    community,
    instance,
    connect: () => world.connect(community, instance.url),
    async add(...accounts: Account[]) {
      const id = world.deps.ids.next('mem')
      has.set(id, accounts)
      await tell({ type: 'communities.member.added', payload: { member: { id, community, name: id, accounts } } })
      return id
    },
    async link(member: string, account: Account) {
      has.get(member)!.push(account)
      await tell({ type: 'communities.account.linked', payload: { member, account } })
    },
    async unlink(member: string, account: Account) {
      has.set(
        member,
        has.get(member)!.filter((each) => each.externalId !== account.externalId),
      )
      await tell({ type: 'communities.account.unlinked', payload: { member, account } })
    },
    async merge(from: string, into: string) {
      has.get(into)!.push(...has.get(from)!)
      await tell({ type: 'communities.member.merged', payload: { from, into } })
    },
    /** Of each member: status, cred, and who holds it. */
    async credOf(...members: string[]) {
      const representations = members.map((id) => ({
        __typename: 'Member',
        id,
        community: { id: community },
        accounts: has.get(id),
      }))
      const query = `query ($all: [_Any!]!) { _entities(representations: $all) { ... on Member { cred { ${fields} } } } }`
      const { _entities } = await world.data(query, { all: representations }, anonymous)
      return _entities.map(({ cred }: any) => [cred.status, cred.total, cred.heldBy?.id ?? null])
    },
    async credOfAccount(account: object) {
      const query = `query ($account: AccountInput!) { cred(community: "moot", account: $account) { ${fields} } }`
      const { cred } = await world.data(query, { account }, anonymous)
      return [cred.status, cred.total, cred.heldBy?.id ?? null]
    },
    async doubles(viewer = keyOf(community, 'ADMIN'), page = '(first: 50)') {
      const query = `query ($all: [_Any!]!) { _entities(representations: $all) { ... on Community { doubles${page} {
        totalCount nodes { kind why member { id } heldBy { id } identity { name address cred } } pageInfo { hasNextPage endCursor } } } } }`
      const all = [{ __typename: 'Community', id: community }]
      const { data, errors } = await world.ask(query, { all }, viewer)
      return errors ? { code: errors[0]!.extensions?.code } : data._entities[0].doubles
    },
  }
}

describe('identities with accounts of two members', () => {
  it('An identity counts for one of two members, whoever is asked about first', async (t) => {
    const { connect, add, credOf, credOfAccount } = await village(t)
    await connect()
    const [first, second, tob] = [await add(onGithub('linyue')), await add(onDiscord), await add(onGithub('TOKAFOR'))]
    assert.deepEqual(await credOf(second, first, tob), [
      ['SHARED', 0, first],
      ['FOUND', 50, null],
      ['FOUND', 30, null],
    ])
    assert.deepEqual(await credOf(second), [['SHARED', 0, first]])
    // An account is what it is, and who holds its identity is said.
    assert.deepEqual(await credOfAccount({ platform: 'github', username: 'linyue' }), ['FOUND', 50, null])
    assert.deepEqual(await credOfAccount({ platform: 'discord', id: snowflake }), ['FOUND', 50, first])
  })

  it('An identity counts for the member left when an account is taken, and for the first when it is back', async (t) => {
    const { connect, add, credOf, link, unlink, credOfAccount } = await village(t)
    await connect()
    const [first, second] = [await add(onGithub('linyue')), await add(onDiscord)]
    await unlink(first, onGithub('linyue'))
    assert.deepEqual(await credOf(first, second), [
      ['NOT_FOUND', 0, null],
      ['FOUND', 50, null],
    ])
    assert.deepEqual(await credOfAccount({ platform: 'github', username: 'linyue' }), ['FOUND', 50, second])
    await link(first, onGithub('LinYue'))
    assert.deepEqual(await credOf(second, first), [
      ['SHARED', 0, first],
      ['FOUND', 50, null],
    ])
  })

  it('An identity counts for the member that two were merged into, who is as old as the older', async (t) => {
    const { connect, add, credOf, merge, doubles } = await village(t)
    await connect()
    const [oldest, second, third] = [await add(), await add(onGithub('linyue')), await add(onDiscord)]
    assert.deepEqual(await credOf(third), [['SHARED', 0, second]])
    await merge(oldest, third)
    assert.deepEqual(await credOf(second, third), [
      ['SHARED', 0, third],
      ['FOUND', 50, null],
    ])
    await merge(third, second)
    assert.deepEqual(await credOf(second), [['FOUND', 50, null]])
    assert.equal((await doubles()).totalCount, 0)
  })

  it('An identity counts for a member not heard of here yet, unless another had it before', async (t) => {
    const { connect, community, data, add } = await village(t)
    await connect()
    const ask = async (id: string) => {
      const representation = { __typename: 'Member', id, community: { id: community }, accounts: [onDiscord] }
      const query =
        'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Member { cred { status heldBy { id } } } } }'
      return (await data(query, { all: [representation] }))._entities[0].cred
    }
    assert.equal((await ask('mem_zzz')).status, 'FOUND')
    const first = await add(onGithub('linyue'))
    assert.deepEqual(JSON.parse(JSON.stringify(await ask('mem_zzz'))), { status: 'SHARED', heldBy: { id: first } })
  })
})

describe('Community.doubles', () => {
  it('The doubles of a community are listed with the reason, in pages, for its admins alone', async (t) => {
    const { connect, add, doubles, community, merge } = await village(t)
    const [first, second] = [await add(onGithub('linyue')), await add(onDiscord)]
    const forum = (username: string) => ({ platform: 'forum', host: null, externalId: `@${username}`, username })
    const [ann, other] = [await add(forum('ann')), await add(forum('an\u200bn'))]
    assert.deepEqual(
      (await doubles()).nodes.map(({ kind, member }: any) => [kind, member.id]),
      [['ONE_ACCOUNT', other]],
      'without an instance, spellings alone tell',
    )
    await connect()
    const page = await doubles(undefined, '(first: 1)')
    assert.deepEqual(JSON.parse(JSON.stringify(page.nodes)), [
      {
        kind: 'ONE_IDENTITY',
        why: `"${snowflake}" on discord and "linyue" on github belong to one identity of SourceCred, "lin".`,
        member: { id: second },
        heldBy: { id: first },
        identity: { name: 'lin', address: `sourcecred/discord/MEMBER/user/${snowflake}`, cred: 50 },
      },
    ])
    assert.deepEqual([page.totalCount, page.pageInfo.hasNextPage], [2, true])
    const rest = await doubles(undefined, `(first: 1, after: "${page.pageInfo.endCursor}")`)
    assert.deepEqual(
      rest.nodes.map((each: any) => [each.member.id, each.heldBy.id, each.identity, each.why]),
      [[other, ann, null, '"an\\u{200b}n" on forum and "ann" on forum are one account, spelled differently.']],
    )
    assert.equal(rest.pageInfo.hasNextPage, false)
    assert.equal(await doubles(anonymous), null)
    assert.equal(await doubles(keyOf(community, 'DRIVE')), null)
    assert.equal(await doubles(keyOf('com_other', 'ADMIN')), null)
    assert.equal((await doubles(undefined, '(first: 0)')).code, 'BAD_INPUT')
    await merge(second, first)
    await merge(other, ann)
    assert.equal((await doubles()).totalCount, 0)
  })
})
