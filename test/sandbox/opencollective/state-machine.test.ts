import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { type OpenCollective, startOpenCollective } from '../../../sandbox/opencollective/index.ts'
import { type ProcessAction, TRANSITIONS } from '../../../sandbox/opencollective/state-machine.ts'

const table = new URL(
  '../../../../shared/data/opencollective/reference/process-expense-state-machine.json',
  import.meta.url,
)

describe('states of the stand-in’s expenses', () => {
  it('The state table of expenses is the one measured on Open Collective', {
    skip: existsSync(table) ? false : 'the measured table is not here',
  }, () => {
    const { actions } = JSON.parse(readFileSync(table, 'utf8'))
    const actor = (who: string[]) =>
      who.includes('collective admin') ? 'admin' : who[0] === 'host admin' ? 'host' : 'invited'
    assert.deepEqual(Object.keys(TRANSITIONS).sort(), Object.keys(actions).sort())
    for (const [action, measured] of Object.entries<any>(actions)) {
      const ours = TRANSITIONS[action as ProcessAction]
      const from = Object.entries<string[]>(measured.from).filter(([status]) => !status.startsWith('any '))
      assert.deepEqual(ours.from, Object.fromEntries(from.map(([status, who]) => [status, actor(who)])), action)
      assert.equal(ours.noopFrom, measured.noopFrom?.[0], action)
      if (/^[A-Z_]+$/.test(measured.to)) assert.equal(ours.to, measured.to, action)
    }
  })
})

describe('people acting on the stand-in’s expenses', () => {
  let oc: OpenCollective
  beforeEach(async () => {
    oc = await startOpenCollective()
  })
  afterEach(() => oc.stop())
  const submit = () => oc.submitExpense({ as: 'lin-yue', description: 'Paint', amountInCents: 4200 }).id
  const act = (as: string, expense: string, action: ProcessAction) => oc.process({ as, expense, action })
  const code = (code: string) => (error: any) => error.extensions.code === code

  it('An expense of the stand-in is approved and rejected by admins alone, and says why not', async () => {
    const id = submit()
    for (const as of ['lin-yue', 'otis-gray'])
      await assert.rejects(act(as, id, 'APPROVE'), code('MINIMAL_CONDITION_NOT_MET'))
    assert.equal((await act('maren-holt', id, 'APPROVE')).status, 'APPROVED')
    await assert.rejects(act('maren-holt', id, 'REJECT'), code('UNSUPPORTED_STATUS'))
    assert.equal((await act('hanna-lindqvist', id, 'UNAPPROVE')).status, 'PENDING')
    assert.equal((await act('maren-holt', id, 'REJECT')).status, 'REJECTED')
  })

  it('An expense of the stand-in answers "already so" with success, to anyone', async () => {
    const id = submit()
    await act('maren-holt', id, 'APPROVE')
    const { approvedBy, activities } = await act('otis-gray', id, 'APPROVE')
    assert.deepEqual(approvedBy, ['maren-holt'])
    assert.equal(activities.length, 2)
  })

  it('An expense of the stand-in is PENDING again if its amount changes, and keeps who approved', async () => {
    const id = submit()
    await act('maren-holt', id, 'APPROVE')
    assert.equal(oc.editExpense({ as: 'lin-yue', expense: id, description: 'Blue paint' }).status, 'APPROVED')
    assert.equal(oc.editExpense({ as: 'lin-yue', expense: id, tags: ['paint'] }).status, 'APPROVED')
    const edited = oc.editExpense({ as: 'lin-yue', expense: id, amountInCents: 999_999 })
    assert.deepEqual([edited.status, edited.approvedBy], ['PENDING', ['maren-holt']])
    assert.equal(edited.activities.at(-1)!.type, 'COLLECTIVE_EXPENSE_UPDATED')
  })

  it('An expense of the stand-in is paid from the balance, and not twice', async () => {
    oc.setBalance(5000)
    const id = submit()
    await assert.rejects(act('hanna-lindqvist', id, 'PAY'), /needs to be approved/)
    await act('maren-holt', id, 'APPROVE')
    await assert.rejects(act('maren-holt', id, 'PAY'), /don't have permission to pay/)
    assert.equal((await act('hanna-lindqvist', id, 'PAY')).status, 'PAID')
    await assert.rejects(act('hanna-lindqvist', id, 'PAY'), /already been paid/)
    const second = submit()
    await act('maren-holt', second, 'APPROVE')
    await assert.rejects(act('hanna-lindqvist', second, 'PAY'), /Current balance: \$8\.00/)
  })

  it('An expense of the stand-in is not approved by its author where the policy says so', async () => {
    oc.setPolicies({ EXPENSE_AUTHOR_CANNOT_APPROVE: { enabled: true, amountInCents: 1000 } })
    const own = (amountInCents: number) =>
      oc.submitExpense({ as: 'maren-holt', description: 'Brushes', amountInCents }).id
    await assert.rejects(act('maren-holt', own(1000), 'APPROVE'), code('AUTHOR_CANNOT_APPROVE'))
    assert.equal((await act('maren-holt', own(999), 'APPROVE')).status, 'APPROVED')
  })
})
