import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { cancelSignal, withDeadline, withSignal } from '../../../backbone/concurrency/cancellation.ts'
import { sharedRuns } from '../../../backbone/concurrency/shared-runs.ts'
import { Refusal } from '../../../schema/errors.ts'
import { freshDatabase } from '../../support/template.ts'

const tooSlow = (error: unknown) => error instanceof Refusal && error.code === 'TOO_SLOW'
const never = new Promise<never>(() => {})

describe('time limits of questions', () => {
  it('A question ends with TOO_SLOW when its time is over, and when who asked has gone', async () => {
    let told: AbortSignal | undefined
    const work = () => {
      told = cancelSignal()
      return never
    }
    await assert.rejects(async () => withDeadline(0.01, undefined, work), tooSlow)
    assert.ok(told?.aborted)
    const gone = new AbortController()
    const answer = withDeadline(60, () => gone.signal, work)
    gone.abort(new Error('gone'))
    await assert.rejects(async () => answer, /gone/)
    assert.ok(told?.aborted)
    assert.equal(await withDeadline(60, undefined, async () => 'answered'), 'answered')
    assert.equal(
      withDeadline(60, undefined, () => 'at once'),
      'at once',
    )
    assert.equal(cancelSignal(), undefined)
  })

  it('A question that has ended sends no further query and its running one is stopped, but transactions go on', async (t) => {
    const { db, drop } = await freshDatabase()
    t.after(drop)
    const ending = new AbortController()
    const one = () => sql<{ one: number }>`select 1 as one`.execute(db.root)
    await withSignal(ending.signal, async () => {
      assert.equal((await one()).rows[0]!.one, 1)
      if (db.engine === 'postgres') {
        const sleeping = sql`select pg_sleep(600)`.execute(db.root)
        const refused = assert.rejects(sleeping, tooSlow)
        const { rows } = await sql`select from pg_stat_activity where query like 'select pg_sleep%'`.execute(db.root)
        assert.ok(rows.length >= 0)
        ending.abort(new Refusal('TOO_SLOW', 'Wanted less.'))
        await refused
      } else ending.abort(new Refusal('TOO_SLOW', 'Wanted less.'))
      await assert.rejects(one(), tooSlow)
      await db.transaction((tx) => sql`select 1`.execute(tx))
    })
    await one()
  })

  it('Questions that share costly work end it when all who asked have gone', async () => {
    const share = sharedRuns<string>()
    const asks = [new AbortController(), new AbortController()]
    const ended = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const work = () => {
      const end = cancelSignal()!
      end.addEventListener('abort', () => ended.resolve())
      begun.resolve()
      return new Promise<string>((_, reject) => end.addEventListener('abort', () => reject(end.reason)))
    }
    const answers = asks.map(({ signal }) => withSignal(signal, () => share('key', work)))
    for (const answer of answers) answer.catch(() => {})
    await begun.promise
    asks[0]!.abort()
    asks[1]!.abort(new Error('all gone'))
    await ended.promise
    await assert.rejects(answers[0]!, /all gone/)
    assert.equal(await share('key', async () => 'anew'), 'anew')
  })
})
