// One account in two spellings is one account: nobody is given what another has already.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { migrations } from '../../subgraphs/communities/storage/migrations.ts'
import { admin, anonymous, communitiesWorld } from './world.ts'

const on = (platform: string, rest: { id?: string; username?: string }) => ({ platform, ...rest })
const wallet = `0x${'aB'.repeat(20)}`

describe('accounts in other spellings', () => {
  it('An account in another spelling is taken, whoever is to be given it', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.role(community, 'steward')
    const accounts = [on('github', { username: 'linyue' }), on('ethereum', { id: wallet }), on('forum', { id: 'aB' })]
    const lin = await world.member(community, { accounts })
    const other = await world.member(community)
    for (const account of [on('github', { username: 'ｌｉｎＹＵＥ' }), on('ethereum', { id: wallet.toLowerCase() })]) {
      const refusals = [
        await world.refused(admin, 'addMember', { community, name: 'Lin', accounts: [account] }),
        await world.refused(admin, 'linkAccount', { member: other, account }),
        await world.refused(admin, 'requestRole', { community, role: 'steward', account }),
      ]
      assert.deepEqual(refusals, ['ACCOUNT_TAKEN', 'ACCOUNT_TAKEN', 'ACCOUNT_TAKEN'])
    }
    // Ids of other platforms are what they are; and to whom it belongs it may be linked again.
    await world.done(admin, 'linkAccount', { member: other, account: on('forum', { id: 'Ab' }) })
    const again = { member: lin, account: on('ethereum', { id: wallet.toLowerCase() }) }
    const { member } = await world.done(admin, 'linkAccount', again)
    assert.equal(member.accounts.length, 3)
  })

  it('An account in another spelling is refused if nobody would see that it is another', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    await world.role(community, 'steward')
    const account = on('github', { username: 'lin\u200byue' })
    const member = await world.member(community)
    assert.equal(await world.refused(admin, 'addMember', { community, name: 'Lin', accounts: [account] }), 'BAD_INPUT')
    assert.equal(await world.refused(admin, 'linkAccount', { member, account }), 'BAD_INPUT')
    assert.equal(await world.refused(admin, 'requestRole', { community, role: 'steward', account }), 'BAD_INPUT')
  })

  it('An account in two spellings is given once, though two are to be given it at the same moment', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const names = ['straße', 'ｓｔraße', 'STRAßE', 'stｒaße']
    const added = await Promise.all(
      names.map((username) =>
        world.call(admin, 'addMember', { community, name: 'One', accounts: [on('forum', { username })] }),
      ),
    )
    const codes = added.map((result: any) => result.userErrors?.[0]?.code ?? 'made').toSorted()
    assert.deepEqual(codes, ['ACCOUNT_TAKEN', 'ACCOUNT_TAKEN', 'ACCOUNT_TAKEN', 'made'])
  })

  it('An account that two members had in two spellings before stays with both', async (t) => {
    const world = await communitiesWorld(t)
    const community = await world.community()
    const account = (username: string) => ({ accounts: [on('forum', { username })] })
    const [first, second, third] = [
      await world.member(community, account('lin')),
      await world.member(community, account('tob')),
      await world.member(community, { accounts: [on('ethereum', { id: wallet })] }),
    ]
    await world.db.transaction(async (tx) => {
      await sql`set local search_path to communities`.execute(tx)
      await sql`alter table accounts drop column id_spelling, drop column username_spelling`.execute(tx)
      await sql`update accounts set username = 'l\u00ad\uff49n', username_key = 'l\u00ad\uff49n' where username = 'tob'`.execute(
        tx,
      )
      await sql.raw(migrations['0005_spellings'] as string).execute(tx)
    })
    const { rows } = await sql<{ member: string; spelling: string | null }>`
      select member, coalesce(username_spelling, id_spelling) as spelling from communities.accounts order by key`.execute(
      world.db.root,
    )
    assert.deepEqual(rows, [
      { member: first, spelling: 'lin' },
      { member: second, spelling: null },
      { member: third, spelling: wallet.toLowerCase() },
    ])
    const find =
      'query ($c: ID!) { community(community: $c) { member(account: { platform: "forum", username: "l\u00ad\uff49n" }) { id } } }'
    assert.equal((await world.data(anonymous, find, { c: community })).community.member.id, second)
    await world.done(admin, 'mergeMembers', { from: second, into: first })
  })
})
