// Actions that wait: for a time in which guardians may stay them, and for people who confirm them.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { adminViewer, type Scope, type Viewer } from '../../backbone/security/viewer.ts'
import { type CollectiveWorld, collectiveWorld } from './support.ts'

const approve = 'opencollective.expense.approve'
const reject = 'opencollective.expense.reject'

async function village(t: TestContext) {
  const world = await collectiveWorld(t)
  const { community } = world
  const { log, ids } = world.backbone
  const tell = (...events: any[]) => log.write(async (_, emit) => events.forEach((event) => emit(event)))
  const roleEvent = (type: 'granted' | 'revoked', role: string, member: string) => ({
    type: `communities.role.${type}`,
    community,
    payload: { member, role, roleName: 'any', request: null, decision: null, reason: null },
  })
  const people: Record<string, string> = {}
  for (const slug of ['otis-gray', 'ann', 'bob', 'cleo'])
    people[slug] = await world.addMember(slug, [{ externalId: slug, username: slug }])
  const roles: Record<string, string> = {}
  for (const [name, ...holders] of [
    ['Council', 'ann'],
    ['Treasurer', 'otis-gray', 'ann', 'bob', 'cleo'],
  ]) {
    const id = ids.next('role')
    roles[name!] = id
    await tell({ type: 'communities.role.created', community, payload: { role: { id, name } } })
    for (const holder of holders) await tell(roleEvent('granted', id, people[holder]!))
  }
  const viewer = (who: string | null, ...scopes: Scope[]): Viewer => ({
    ...{ kind: 'key', key: 'key_1', community, scopes: scopes.length === 0 ? ['READ', 'VOTE'] : scopes },
    member: who === null ? null : people[who]!,
  })
  const { id: subject } = world.oc.submitExpense({ as: 'otis-gray', description: 'A shed', amountInCents: 500 })
  await world.heard()
  const look = async (id: string, as = adminViewer) =>
    (
      await world.run(
        `query ($id: ID!) { action(id: $id) { id status dead result heldUntil guardian needs confirmers lapsesAt recordedAt
          approvals { member { id } at } viewerMayStay viewerMayConfirm attempts { outcome detail } } }`,
        { id },
        as,
      )
    ).action
  return {
    ...world,
    ...{ people, roles, tell, viewer, subject, look },
    revoke: (role: string, who: string) => tell(roleEvent('revoked', roles[role]!, people[who]!)),
    merge: (from: string, into: string) =>
      tell({ type: 'communities.member.merged', community, payload: { from: people[from], into: people[into] } }),
    status: () => world.oc.expense(subject)!.status,
    async ask(more: object) {
      const input = { community, kind: approve, subject, decision: 'dec_1', ...more }
      const { action, userErrors } = await world.mutate('performAction', input)
      return action ?? userErrors[0]
    },
    stay: (action: string, as: Viewer, reason = 'Too dear') => answer(world, 'stayAction', { action, reason }, as),
    confirm: (action: string, who: string, confirmed?: boolean) =>
      answer(world, 'confirmAction', { action, ...(confirmed === undefined ? {} : { confirmed }) }, viewer(who)),
    becomes: (id: string, wanted: string) =>
      world.until(async () => {
        const found = await look(id)
        return found.status === wanted && found
      }),
  }
}

/** The status that it has then, or the code of the refusal. */
async function answer(world: CollectiveWorld, name: string, input: object, as: Viewer): Promise<string> {
  const { action, userErrors } = await world.mutate(name, input, as).catch((error) => {
    return { action: null, userErrors: [{ code: error.originalError?.code ?? error.extensions?.code }] } as never
  })
  return userErrors[0]?.code ?? action.status
}

describe('actions with a hold', () => {
  it('A held action is seen at once, and performed when its time is over, whatever was lost meanwhile', async (t) => {
    const world = await village(t)
    const asked = await world.ask({ holds: 'PT2S', guardian: 'council' })
    const seen = await world.look(asked.id)
    assert.deepEqual([seen.status, seen.guardian, seen.needs, seen.dead], ['PENDING', 'Council', null, false])
    const [from, until] = [Date.parse(seen.recordedAt), Date.parse(seen.heldUntil)]
    assert.ok(until - from > 1_000 && until - from < 10_000)
    const [recorded] = (await world.events('actions.action.recorded')).filter(({ action }) => action.id === asked.id)
    assert.deepEqual(recorded.action.waits, {
      ...{ heldUntil: new Date(until).toISOString(), guardian: world.roles.Council },
      ...{ needs: null, confirmers: null, lapsesAt: null },
    })
    await sql`delete from jobs.job where name = 'actions.perform.opencollective'`.execute(world.backbone.db.root)
    await world.actions.takeUp!('another process')
    const done = await world.becomes(asked.id, 'DONE')
    assert.equal(world.status(), 'APPROVED')
    assert.equal(done.attempts.length, 1)
    const { occurredAt } = (await world.observed('opencollective.expense.approved'))[0] ?? {
      occurredAt: seen.heldUntil,
    }
    assert.ok(Date.parse(occurredAt) >= until - 1_000)
    assert.equal(await world.stay(asked.id, world.viewer('ann')), 'ACTION_NOT_HELD')
  })

  it('A held action is stayed by its guardians and administrators, with a reason, and by nobody else', async (t) => {
    const world = await village(t)
    const { id } = await world.ask({ holds: 'P2D', guardian: 'COUNCIL' })
    const behind = await world.ask({ kind: reject, decision: 'dec_2' })
    const retried = await world.run('mutation ($id: ID!) { retryAction(id: $id) { userErrors { code } } }', { id })
    assert.equal(retried.retryAction.userErrors[0].code, 'ACTION_NOT_RETRYABLE')
    assert.equal(await world.stay(id, world.viewer('bob')), 'ROLE_NOT_HELD')
    assert.equal(await world.stay(id, world.viewer(null)), 'FORBIDDEN')
    assert.equal(await world.stay(id, world.viewer('ann', 'READ')), 'FORBIDDEN')
    assert.equal(await world.stay(id, world.viewer('ann', 'DRIVE')), 'FORBIDDEN')
    assert.equal(await world.stay(id, { ...world.viewer('ann'), community: 'com_other' }), 'FORBIDDEN')
    assert.equal(await world.stay(id, world.viewer('ann'), ' '), 'BAD_INPUT')
    assert.equal(await world.stay('act_none', world.viewer('ann')), 'ACTION_NOT_FOUND')
    const mayStay = async (as: Viewer) => (await world.look(id, as)).viewerMayStay
    assert.deepEqual([await mayStay(world.viewer('ann')), await mayStay(world.viewer('bob'))], [true, false])
    assert.deepEqual([await mayStay(adminViewer), await mayStay(world.viewer('ann', 'READ'))], [true, false])
    assert.equal((await world.look(id)).status, 'PENDING')

    assert.equal(await world.stay(id, world.viewer('ann')), 'STAYED')
    assert.equal(await world.stay(id, world.viewer('ann'), 'Again'), 'STAYED')
    const stayed = await world.look(id)
    assert.deepEqual(stayed.result, { code: 'STAYED', message: 'Too dear', by: world.people.ann })
    assert.deepEqual([stayed.dead, await mayStay(adminViewer)], [false, false])
    assert.equal((await world.events('actions.action.changed'))[0].action.status, 'STAYED')
    // What waited behind it goes on.
    await world.becomes(behind.id, 'DONE')
    assert.equal(world.status(), 'REJECTED')
    assert.equal((await world.look(id)).status, 'STAYED')

    const unguarded = await world.ask({ holds: 'P1D' })
    assert.equal(await world.stay(unguarded.id, world.viewer('ann')), 'ROLE_NOT_HELD')
    assert.equal(await world.stay(unguarded.id, world.viewer(null, 'ADMIN')), 'STAYED')
    const lost = await world.ask({ holds: 'P1D', guardian: world.roles.Council })
    await world.revoke('Council', 'ann')
    assert.equal(await world.stay(lost.id, world.viewer('ann')), 'ROLE_NOT_HELD')
    const plain = await world.ask({ kind: 'opencollective.expense.comment', parameters: { message: 'Hello' } })
    assert.equal(await world.stay(plain.id, adminViewer), 'ACTION_NOT_HELD')
  })

  it('A hold with words that mean nothing is refused', async (t) => {
    const world = await village(t)
    for (const [more, code, field] of [
      [{ holds: 'P1M' }, 'BAD_INPUT', 'holds'],
      [{ holds: 'PT0S' }, 'BAD_INPUT', 'holds'],
      [{ guardian: 'council' }, 'BAD_INPUT', 'guardian'],
      [{ holds: 'P1D', guardian: 'nobody' }, 'ROLE_NOT_FOUND', 'guardian'],
      [{ needs: 2 }, 'BAD_INPUT', 'needs'],
      [{ needs: 0, by: 'treasurer' }, 'BAD_INPUT', 'needs'],
      [{ needs: 2, by: 'nobody' }, 'ROLE_NOT_FOUND', 'by'],
      [{ by: 'treasurer' }, 'BAD_INPUT', 'by'],
      [{ within: 'P1D' }, 'BAD_INPUT', 'within'],
    ] as const) {
      const refused = await world.ask(more)
      assert.deepEqual([refused.code, refused.path], [code, ['input', field]], JSON.stringify(more))
    }
    const key = { idempotencyKey: 'once', holds: 'P1D' }
    assert.equal((await world.ask(key)).id, (await world.ask(key)).id)
    assert.equal((await world.ask({ ...key, holds: 'P2D' })).code, 'IDEMPOTENCY_CONFLICT')
  })
})

describe('actions that people confirm', () => {
  it('An action may want 500 confirmations at most', async (t) => {
    const world = await village(t)
    const { id } = await world.ask({ needs: 2, by: 'treasurer', holds: 'P2D' })
    await sql`insert into actions.approvals (action, member) select ${id}, 'mem_' || n from generate_series(1, 499) n`.execute(
      world.backbone.db.root,
    )
    assert.equal(await world.confirm(id, 'ann'), 'PENDING')
    assert.equal(await world.confirm(id, 'bob'), 'TOO_MANY')
    assert.equal(await world.confirm(id, 'ann'), 'PENDING') // again
    const { approvals } = await world.look(id)
    assert.equal(approvals.length, 500)
    await world.confirm(id, 'ann', false)
    assert.equal(await world.confirm(id, 'bob'), 'PENDING')
  })

  it('An action is performed once enough different people confirmed who are not those paid by it', async (t) => {
    const world = await village(t)
    const { id } = await world.ask({ needs: 2, by: 'treasurer' })
    const seen = await world.look(id, world.viewer('ann'))
    assert.deepEqual([seen.status, seen.needs, seen.confirmers, seen.approvals], ['PENDING', 2, 'Treasurer', []])
    assert.ok(Date.parse(seen.lapsesAt) - Date.parse(seen.recordedAt) > 29 * 86_400_000)
    assert.equal(await world.confirm(id, 'otis-gray'), 'OWN_CAUSE')
    const mayConfirm = async (who: string) => (await world.look(id, world.viewer(who))).viewerMayConfirm
    assert.deepEqual([await mayConfirm('ann'), await mayConfirm('otis-gray')], [true, false])
    for (const _ of [1, 2]) assert.equal(await world.confirm(id, 'ann'), 'PENDING')
    const retried = await world.run('mutation ($id: ID!) { retryAction(id: $id) { userErrors { code } } }', { id })
    assert.equal(retried.retryAction.userErrors[0].code, 'ACTION_NOT_RETRYABLE')
    await world.confirm(id, 'ann', false)
    await world.confirm(id, 'bob')
    // Bob turns out to be Cleo: one person, who has confirmed it once.
    await world.merge('bob', 'cleo')
    assert.equal(await world.confirm(id, 'cleo'), 'PENDING')
    await world.confirm(id, 'ann')
    const approvers = async () => (await world.look(id)).approvals.map(({ member }: any) => member.id)
    await world.becomes(id, 'DONE')
    assert.deepEqual((await approvers()).sort(), [world.people.ann, world.people.cleo].sort())
    assert.equal(world.status(), 'APPROVED')
    assert.equal(await world.confirm(id, 'cleo', false), 'ACTION_NOT_CONFIRMABLE')
  })

  it('A confirmation does not count if its member lost the role or is paid; a hold has to end as well', async (t) => {
    const world = await village(t)
    const { id } = await world.ask({ needs: 2, by: 'treasurer', holds: 'P1D' })
    const approvers = async () => {
      for (const consumer of world.actions.consumers) await consumer.catchUp()
      const { approvals, status } = await world.look(id)
      return [status, ...approvals.map(({ member }: any) => member.id)]
    }
    const lacking = async () =>
      (
        await sql<{ lacking: number }>`select lacking from actions.actions where id = ${id}`.execute(
          world.backbone.db.root,
        )
      ).rows[0]!.lacking
    await world.confirm(id, 'ann')
    await world.confirm(id, 'bob')
    await world.confirm(id, 'cleo')
    assert.deepEqual([await lacking(), (await approvers()).length], [0, 4])
    await world.merge('bob', 'cleo')
    assert.deepEqual([await approvers(), await lacking()], [['PENDING', world.people.ann, world.people.cleo], 0])
    await world.revoke('Treasurer', 'ann')
    assert.deepEqual([await approvers(), await lacking()], [['PENDING', world.people.cleo], 1])
    assert.equal(await world.confirm(id, 'ann'), 'ROLE_NOT_HELD')
    await world.merge('cleo', 'otis-gray')
    assert.deepEqual([await approvers(), await lacking()], [['PENDING'], 2])
    assert.equal(world.status(), 'PENDING')
  })

  it('An action that too few have confirmed in time fails, and is not tried again', async (t) => {
    const world = await village(t)
    const { id } = await world.ask({ needs: 2, by: 'treasurer', within: 'PT1S' })
    await world.confirm(id, 'ann')
    const lapsed = await world.becomes(id, 'FAILED')
    assert.equal(lapsed.result.code, 'ACTION_LAPSED')
    assert.match(lapsed.result.message, /Wanted 2 .*; got 1\./)
    assert.equal(await world.confirm(id, 'bob'), 'ACTION_NOT_CONFIRMABLE')
    const retried = await world.run('mutation ($id: ID!) { retryAction(id: $id) { userErrors { code } } }', { id })
    assert.equal(retried.retryAction.userErrors[0].code, 'ACTION_NOT_RETRYABLE')
    assert.equal(world.status(), 'PENDING')
  })
})
