import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type BearingAct, type SubjectState, whatStands } from '../../../subgraphs/actions/domain/compliance.ts'
import { left, standing, statuses } from '../../../subgraphs/actions/platforms/opencollective/kinds.ts'

const request = { id: 'act_5', decision: 'dec_1', since: new Date(1000) }
const us = (decision: string | null, request = 'act_5') => ({ request, decision })

/** Acts of an expense, each later than the one before: what was done, and whether we did it. */
function acts(...done: [verb: string, ours?: BearingAct['ours'], data?: object][]): BearingAct[] {
  return done.map(([verb, ours = null, data = {}], index) => {
    const kind = `opencollective.expense.${verb}`
    const occurredAt = new Date(1100 + index)
    return { id: `act_${verb}`, kind, by: 'ada', occurredAt, event: `${index}`, left: left(kind, { ...data })!, ours }
  })
}
function stands(kind: string, status: string, seen: BearingAct[], more: Partial<SubjectState> = {}, changed = false) {
  const asks = (state: SubjectState) => standing(`opencollective.expense.${kind}`, state)
  const found = whatStands(asks, { status, onHold: null, gone: false, ...more }, seen, request, changed)
  return [found.standing, found.by, found.act?.id ?? null, found.later]
}

describe('standing of an expense', () => {
  it('An expense in every status stands as the table says to each kind that settles it', () => {
    const of = (kind: string, more = {}) =>
      Object.fromEntries(
        statuses.map((status) => [
          status,
          standing(`opencollective.expense.${kind}`, { status, onHold: null, gone: false, ...more }),
        ]),
      )
    const each = (value: string, ...names: string[]) => Object.fromEntries(names.map((name) => [name, value]))
    const approved = ['APPROVED', 'ERROR', 'SCHEDULED_FOR_PAYMENT', 'PROCESSING', 'PAID']
    const refused = ['REJECTED', 'SPAM', 'CANCELED', 'INVITE_DECLINED']
    const waiting = ['PENDING', 'UNVERIFIED', 'DRAFT']
    assert.deepEqual(of('approve'), {
      ...each('DONE', ...approved),
      ...each('OPPOSITE', ...refused),
      ...each('UNDONE', ...waiting),
      INCOMPLETE: 'HELD',
    })
    assert.deepEqual(of('reject'), {
      ...each('DONE', ...refused),
      ...each('OPPOSITE', ...approved),
      ...each('UNDONE', ...waiting, 'INCOMPLETE'),
    })
    assert.deepEqual(of('unapprove'), {
      ...each('DONE', ...refused, ...waiting, 'INCOMPLETE'),
      ...each('UNDONE', 'APPROVED', 'ERROR'),
      ...each('OPPOSITE', 'SCHEDULED_FOR_PAYMENT', 'PROCESSING', 'PAID'),
    })
    const held = of('approve', { onHold: true })
    assert.deepEqual(
      approved.map((status) => held[status]),
      ['HELD', 'HELD', 'HELD', 'HELD', 'DONE'],
    )
    assert.deepEqual(of('reject', { onHold: true }), of('reject'))
    for (const [kind, gone] of [
      ['approve', 'GONE'],
      ['reject', 'DONE'],
      ['unapprove', 'DONE'],
    ] as const)
      assert.deepEqual(new Set(Object.values(of(kind, { gone: true }))), new Set([gone]))
  })

  it('An expense’s standing is told with who made it so last', () => {
    const done = acts(['approved', us('dec_1')], ['paid'])
    assert.deepEqual(stands('approve', 'PAID', done), ['DONE', 'PEOPLE', 'act_paid', null])
    assert.deepEqual(stands('approve', 'APPROVED', acts(['approved', us('dec_1')])), [
      'DONE',
      'US',
      'act_approved',
      null,
    ])
    assert.deepEqual(stands('reject', 'PAID', acts(['approved'], ['paid'])), ['OPPOSITE', 'PEOPLE', 'act_paid', null])
    assert.deepEqual(stands('reject', 'PAID', []), ['OPPOSITE', null, null, null])
    const again = acts(['approved', us('dec_1')], ['unapproved'], ['approved'])
    assert.deepEqual(stands('approve', 'APPROVED', again), ['DONE', 'PEOPLE', 'act_approved', null])
  })

  it('An expense’s standing is superseded only by a later decision, and overridden by what no decision asked for', () => {
    const rejected = (ours: BearingAct['ours']) =>
      stands('approve', 'REJECTED', acts(['approved', us('dec_1')], ['unapproved', ours], ['rejected', ours]))
    assert.deepEqual(rejected(us('dec_2', 'act_6')), ['OPPOSITE', 'US', 'act_rejected', 'dec_2'])
    assert.deepEqual(rejected(us('dec_0', 'act_4')), ['OPPOSITE', 'US', 'act_rejected', null])
    assert.deepEqual(rejected(us(null, 'act_6')), ['OPPOSITE', 'PEOPLE', 'act_rejected', null])
    assert.deepEqual(rejected({ request: null, decision: null }), ['OPPOSITE', 'US', 'act_rejected', null])
  })

  it('An expense’s standing is UNDONE only if it had been done, and since it was asked for', () => {
    const undone = acts(['approved'], ['unapproved'])
    assert.deepEqual(stands('approve', 'PENDING', undone), ['UNDONE', 'PEOPLE', 'act_unapproved', null])
    assert.deepEqual(stands('reject', 'PENDING', undone), ['UNDONE', null, null, null])
    const before = undone.map((act) => ({ ...act, occurredAt: new Date(act.occurredAt.getTime() - 500) }))
    assert.deepEqual(stands('approve', 'PENDING', before), ['UNDONE', null, null, null])
    const edited = acts(['approved', us('dec_1')], ['updated', null, { previousStatus: 'APPROVED' }])
    assert.deepEqual(stands('approve', 'PENDING', edited), ['UNDONE', 'PEOPLE', 'act_updated', null])
  })

  it('An expense’s standing is HELD where the platform says so, or else the newest act about it', () => {
    const held = acts(['approved', us('dec_1')], ['putOnHold'])
    assert.deepEqual(stands('approve', 'APPROVED', held), ['HELD', 'PEOPLE', 'act_putOnHold', null])
    assert.equal(stands('approve', 'APPROVED', held, { onHold: false })[0], 'DONE')
    const released = [...held, ...acts(['approved'], ['approved'], ['releasedFromHold']).slice(2)]
    assert.deepEqual(stands('approve', 'APPROVED', released), ['DONE', 'PEOPLE', 'act_releasedFromHold', null])
  })

  it('An expense’s standing is GONE or CHANGED, whatever else is so', () => {
    const deleted = acts(['approved', us('dec_1')], ['deleted', null, { previousStatus: 'REJECTED' }])
    assert.deepEqual(stands('approve', 'REJECTED', deleted, { gone: true }), ['GONE', 'PEOPLE', 'act_deleted', null])
    assert.deepEqual(stands('approve', 'APPROVED', acts(['approved', us('dec_1')]), {}, true), [
      'CHANGED',
      null,
      null,
      null,
    ])
    assert.equal(stands('approve', 'APPROVED', deleted, { gone: true }, true)[0], 'GONE')
    assert.equal(stands('reject', 'REJECTED', deleted, { gone: true }, true)[0], 'DONE')
  })

  it('An expense’s standing is the same in whatever order the acts were heard', () => {
    const seen = acts(
      ['approved'],
      ['unapproved'],
      ['approved', us('dec_1')],
      ['putOnHold'],
      ['releasedFromHold'],
      ['paid'],
    )
    const together = [...seen, { ...seen[5]!, id: 'act_x', event: '55' }] // two of one moment
    for (const [kind, status] of [
      ['approve', 'PAID'],
      ['approve', 'APPROVED'],
      ['approve', 'PENDING'],
      ['reject', 'PAID'],
    ] as const) {
      const wanted = stands(kind, status, together)
      for (const order of permutations(together)) assert.deepEqual(stands(kind, status, order), wanted)
    }
  })
})

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]]
  return all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]))
}
