import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Asked,
  type Compliance,
  complianceOf,
  type FollowUp,
  type FollowUpEvent,
  heard,
  noFollowUp,
  peoplesActOf,
  problemsOf,
  type Stood,
  supersededBy,
  type Told,
  type Who,
} from '../../../subgraphs/proposals/domain/compliance.ts'

const known = (expected: number, ...events: FollowUpEvent[]) => events.reduce(heard, noFollowUp(expected))
const after = (expected: number, ...events: FollowUpEvent[]) => complianceOf(known(expected, ...events))
const action = (id: string, status: any, problem?: string): FollowUpEvent => ({
  ...{ kind: 'action', action: id, status, does: 'oc.approve' },
  ...(problem ? { problem } : {}),
})
const stands = (standing: Told['standing'], who: Who = 'NOBODY', requests = ['a'], subject = 's'): FollowUpEvent => ({
  ...{ kind: 'standing', subject, requests, standing, act: who === 'NOBODY' ? null : 'act_x' },
  ...{ by: who === 'NOBODY' ? null : who === 'PEOPLE' ? 'PEOPLE' : 'US', later: who === 'LATER' ? 'dec_2' : null },
})
const step = (problem: string | null, does: string | null = 'oc.approve', name = 'approved:0'): FollowUpEvent => ({
  ...{ kind: 'step', step: name, does, problem },
})

describe('compliance of a decision', () => {
  // Every cell: what stands × what became of the request × who made it so, in the order of `whos`.
  const whos = ['PEOPLE', 'LATER', 'US', 'NOBODY'] as const
  const [P, F, O, X, S]: Compliance[] = ['PENDING', 'FOLLOWED', 'OVERRIDDEN', 'FAILED', 'SUPERSEDED']
  const four = (one: Compliance | undefined) => [one, one, one, one]
  const cells: Record<Exclude<Stood, 'UNTOLD'>, Record<Asked, (Compliance | undefined)[]>> = {
    DONE: { PENDING: four(F), UNKNOWN: four(F), DONE: four(F), FAILED: four(F), ADVISED: four(F) },
    UNDONE: { PENDING: four(P), UNKNOWN: four(P), DONE: [O, S, S, O], FAILED: [O, S, X, X], ADVISED: [O, S, P, P] },
    OPPOSITE: { PENDING: four(P), UNKNOWN: four(P), DONE: [O, S, S, O], FAILED: [O, S, X, O], ADVISED: [O, S, P, O] },
    HELD: { PENDING: four(P), UNKNOWN: four(P), DONE: [O, S, S, O], FAILED: [O, S, X, X], ADVISED: [O, S, P, P] },
    GONE: { PENDING: four(X), UNKNOWN: four(X), DONE: four(O), FAILED: four(X), ADVISED: four(X) },
    CHANGED: { PENDING: four(X), UNKNOWN: four(P), DONE: four(S), FAILED: four(X), ADVISED: four(S) },
  }
  for (const [standing, byStatus] of Object.entries(cells) as [Told['standing'], (typeof cells)['DONE']][])
    for (const [status, wanted] of Object.entries(byStatus))
      it(`Compliance with ${standing} on the platform and request ${status} is ${[...new Set(wanted)].join(' or ')}`, () => {
        const got = whos.map((who) => after(1, action('a', status), stands(standing, who)))
        assert.deepEqual(got, wanted)
        const otherWay = whos.map((who) => after(1, stands(standing, who), action('a', status)))
        assert.deepEqual(otherWay, wanted)
      })

  it('Compliance with nothing told by the platform is what became of the request', () => {
    const statuses = ['PENDING', 'UNKNOWN', 'DONE', 'FAILED', 'ADVISED']
    assert.deepEqual(
      statuses.map((status) => after(1, action('a', status))),
      [P, P, F, X, P],
    )
    assert.equal(after(1, action('a', 'FAILED'), action('a', 'DONE')), 'FOLLOWED')
  })

  it('Compliance with a stayed request is as with a failed one, with who stayed it and why', () => {
    const stayed = [action('a', 'STAYED', 'Stayed: a fraud.')]
    assert.equal(problemsOf(known(1, ...stayed)), 'Stayed: a fraud.')
    for (const [standing, byStatus] of Object.entries(cells) as [Told['standing'], (typeof cells)['DONE']][])
      assert.deepEqual(
        whos.map((who) => after(1, ...stayed, stands(standing, who))),
        byStatus.FAILED,
      )
  })

  it('Compliance with nothing asked for is whether anything follows, and whether it could be asked for', () => {
    assert.equal(after(0), 'NOT_APPLICABLE')
    assert.equal(after(1), 'PENDING')
    assert.equal(after(1, step('Not connected.')), 'FAILED')
    assert.equal(after(0, step('Not connected.')), 'FAILED')
    assert.equal(after(1, step('Not connected.'), step(null)), 'PENDING')
  })

  it('Compliance is not FOLLOWED before each of the decision’s steps was asked for', () => {
    assert.equal(after(2, action('a', 'DONE'), stands('DONE', 'US')), 'PENDING')
    assert.equal(after(2, action('a', 'DONE'), action('b', 'DONE')), 'FOLLOWED')
    assert.equal(after(2, action('a', 'DONE'), step('Refused.', 'oc.comment', 'approved:1')), 'FAILED')
  })

  it('Compliance of several steps is the gravest', () => {
    const both = (one: FollowUpEvent, status: string) => after(2, action('a', 'DONE'), action('b', status), one)
    assert.equal(both(stands('OPPOSITE', 'PEOPLE'), 'FAILED'), 'OVERRIDDEN')
    assert.equal(both(stands('OPPOSITE', 'LATER'), 'FAILED'), 'FAILED')
    assert.equal(both(stands('OPPOSITE', 'LATER'), 'PENDING'), 'SUPERSEDED')
    assert.equal(both(stands('DONE', 'US'), 'PENDING'), 'PENDING')
  })

  it('Compliance of a subject that was acted on twice is by the newest request', () => {
    const twice = [action('a', 'FAILED', 'No.'), action('b', 'DONE'), stands('DONE', 'US', ['b', 'a'])]
    assert.equal(after(1, ...twice), 'FOLLOWED')
    assert.equal(after(1, ...twice, stands('UNDONE', 'PEOPLE', ['b', 'a'])), 'OVERRIDDEN')
  })

  it('Compliance names who overrode it or did it, and the decision that was carried out instead', () => {
    const of = (...events: FollowUpEvent[]) => {
      const all = known(1, action('a', 'DONE'), ...events)
      return [complianceOf(all), peoplesActOf(all), supersededBy(all)]
    }
    assert.deepEqual(of(stands('DONE', 'US')), ['FOLLOWED', null, null])
    assert.deepEqual(of(stands('DONE', 'PEOPLE')), ['FOLLOWED', 'act_x', null])
    assert.deepEqual(of(stands('OPPOSITE', 'PEOPLE')), ['OVERRIDDEN', 'act_x', null])
    assert.deepEqual(of(stands('OPPOSITE', 'PEOPLE'), stands('DONE', 'US')), ['FOLLOWED', null, null])
    assert.deepEqual(of(stands('OPPOSITE', 'LATER')), ['SUPERSEDED', null, 'dec_2'])
    assert.deepEqual(of(stands('CHANGED')), ['SUPERSEDED', null, null])
  })

  it('Compliance says in words why it could not be carried out, only if it could not', () => {
    const problem = (...events: FollowUpEvent[]) => problemsOf(known(1, ...events))
    assert.equal(problem(action('a', 'FAILED', 'Not permitted.')), 'Not permitted.')
    assert.equal(problem(action('a', 'FAILED', 'Not permitted.'), stands('OPPOSITE', 'PEOPLE')), null)
    assert.equal(problem(action('a', 'FAILED', 'Not permitted.'), action('a', 'PENDING')), null)
    assert.equal(
      problem(action('a', 'FAILED', 'Item not found.'), stands('GONE', 'PEOPLE')),
      'The subject was deleted.',
    )
    assert.match(problem(action('a', 'FAILED', 'x'), stands('CHANGED'))!, /SUBJECT_CHANGED/)
    assert.equal(problem(step('Not connected.'), step('Not connected.', null, 'all')), 'Not connected.')
  })

  it('Compliance is mended by a step asked for after all, of its kind, or any if the kind is not known', () => {
    const left = (...events: FollowUpEvent[]) => Object.keys(known(2, ...events).steps ?? {})
    assert.deepEqual(left(step('x'), action('a', 'PENDING')), [])
    assert.deepEqual(left(step('x', null), action('a', 'PENDING')), [])
    assert.deepEqual(left(step('x', 'oc.comment'), action('a', 'PENDING')), ['approved:0'])
    assert.deepEqual(left(action('a', 'PENDING'), step('x'), action('a', 'DONE')), ['approved:0'])
    assert.deepEqual(left(step('x'), step('x', 'oc.approve', 'approved:1'), action('a', 'DONE')), ['approved:1'])
  })

  it('Compliance does not depend on the order in which requests and standings were heard', () => {
    const events = [
      action('a', 'DONE'),
      action('b', 'FAILED', 'No.'),
      action('c', 'ADVISED'),
      stands('OPPOSITE', 'LATER', ['a']),
      stands('UNDONE', 'NOBODY', ['b'], 't'),
      step('Refused.', 'oc.comment', 'approved:3'),
    ]
    const outcome = (order: FollowUpEvent[]) => {
      const all = known(4, ...order)
      return [complianceOf(all), peoplesActOf(all), problemsOf(all)]
    }
    const wanted = outcome(events)
    assert.deepEqual(wanted, ['FAILED', null, 'No. Refused.'])
    for (const order of permutations(events)) {
      const got = outcome(order)
      assert.deepEqual(
        [got[0], got[1], got[2]?.toString().split('. ').sort()],
        [wanted[0], wanted[1], ['No', 'Refused.']],
      )
    }
  })
})

describe('compliance of older versions', () => {
  const old = (...events: FollowUpEvent[]) =>
    events.reduce(heard, { expected: true, actions: {}, people: null } as FollowUp)
  const fulfilled = (act: string): FollowUpEvent => ({ kind: 'fulfilled', act })
  const contradicted = (act: string): FollowUpEvent => ({ kind: 'contradicted', act })

  it('Compliance of older logs and rows waits where anything follows, and for the people who were told', () => {
    assert.equal(complianceOf(old()), 'PENDING')
    assert.equal(complianceOf(old(action('a', 'ADVISED'))), 'PENDING')
    assert.equal(complianceOf(old(action('a', 'ADVISED'), fulfilled('x'))), 'FOLLOWED')
    assert.equal(complianceOf(old(action('a', 'ADVISED'), contradicted('x'))), 'OVERRIDDEN')
  })
  it('Compliance of older logs and rows is OVERRIDDEN until it is done again', () => {
    assert.equal(complianceOf(old(action('a', 'DONE'), contradicted('x'))), 'OVERRIDDEN')
    assert.equal(complianceOf(old(action('a', 'DONE'), contradicted('x'), action('a', 'DONE'))), 'OVERRIDDEN')
    assert.equal(complianceOf(old(action('a', 'DONE'), contradicted('x'), action('b', 'DONE'))), 'FOLLOWED')
    assert.equal(complianceOf(old(contradicted('x'), fulfilled('x'))), 'FOLLOWED')
  })
  it('Compliance of older logs and rows knows the last act of people, until our own act takes it back', () => {
    const act = (...events: FollowUpEvent[]) => peoplesActOf(old(...events))
    assert.equal(act(action('a', 'DONE')), null)
    assert.equal(act(action('a', 'DONE'), contradicted('x')), 'x')
    assert.equal(act(contradicted('x'), contradicted('y')), 'y')
    assert.equal(act(contradicted('x'), fulfilled('y')), 'y')
    assert.equal(act(action('a', 'DONE'), contradicted('x'), action('a', 'DONE')), 'x')
    assert.equal(act(action('a', 'DONE'), contradicted('x'), action('b', 'PENDING')), 'x')
    assert.equal(act(action('a', 'DONE'), contradicted('x'), action('b', 'DONE')), null)
    assert.equal(act(fulfilled('x'), action('b', 'DONE')), 'x')
  })
  it('Compliance of older logs and rows takes no advice of ours for an act of people', () => {
    const told = old(action('a', 'ADVISED'), fulfilled('a'))
    assert.deepEqual([complianceOf(told), peoplesActOf(told)], ['FOLLOWED', null])
    assert.equal(peoplesActOf(old(contradicted('x'), action('a', 'ADVISED'), contradicted('a'))), null)
  })
  it('Compliance of older logs and rows gives way to how it stands now', () => {
    const now = old(action('a', 'DONE'), contradicted('x'), stands('DONE', 'PEOPLE'))
    assert.deepEqual([complianceOf(now), peoplesActOf(now)], ['FOLLOWED', 'act_x'])
    assert.equal(complianceOf(heard(now, contradicted('y'))), 'FOLLOWED')
  })
})

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length < 2) return [[...all]]
  return all.flatMap((one, index) => permutations(all.toSpliced(index, 1)).map((rest) => [one, ...rest]))
}
