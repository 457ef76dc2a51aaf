import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Caster,
  casterOf,
  mayFollow,
  passesOver,
  sameCaster,
  sourceOf,
  toldCaster,
} from '../../../subgraphs/proposals/domain/caster.ts'

const own: Caster = { kind: 'SESSION', id: 'ses_1', own: true }
const bridge: Caster = { kind: 'KEY', id: 'key_1', own: false }

describe('casters of votes', () => {
  it('A caster is what the vote came by, and a session hides no key that votes for another', () => {
    const cases: [Parameters<typeof casterOf>, Caster['kind'], string | null, source: string][] = [
      [[{ kind: 'key', key: 'key_1' }, true], 'KEY', 'key_1', 'folkmoot'],
      [[{ kind: 'key', key: 'key_1' }, false], 'KEY', 'key_1', 'key'],
      [[{ kind: 'key', key: 'key_1', session: 'ses_1' }, true], 'SESSION', 'ses_1', 'folkmoot'],
      [[{ kind: 'key', key: 'key_1', session: 'ses_1' }, false], 'KEY', 'key_1', 'key'],
      [[{ kind: 'key', key: null, session: 'ses_1' }, true], 'SESSION', 'ses_1', 'folkmoot'],
      [[{ kind: 'admin', key: null, session: 'ses_1' }, false], 'ADMIN', null, 'admin'],
      [[{ kind: 'system', key: null }, false], 'SYSTEM', null, 'system'],
    ]
    for (const [[asker, isOwn], kind, id, source] of cases) {
      const caster = casterOf(asker, isOwn)
      assert.deepEqual([caster, sourceOf(caster)], [{ kind, id, own: isOwn }, source])
    }
  })

  it('A caster is told without the session', () => {
    assert.deepEqual(toldCaster(own), { kind: 'SESSION', id: null, own: true })
    assert.deepEqual(toldCaster(bridge), bridge)
  })

  it('A caster for a member does not follow the member’s own vote, and the member follows any', () => {
    const before = [null, bridge, own]
    assert.deepEqual(
      before.map((each) => mayFollow(each, bridge)),
      [true, true, false],
    )
    assert.deepEqual(
      before.map((each) => mayFollow(each, own)),
      [true, true, true],
    )
  })

  it('A caster is the same where it is the member again, or the same key', () => {
    assert.ok(sameCaster(own, { kind: 'KEY', id: 'key_9', own: true }))
    assert.ok(sameCaster(bridge, { ...bridge }))
    for (const before of [null, own, { ...bridge, id: 'key_2' }, { ...bridge, kind: 'VENUE' as const }])
      assert.ok(!sameCaster(before, bridge))
  })

  it('Of two votes of one person the say goes to the one they cast themselves, else the one that stands', () => {
    const vote = (cast_by: Caster | null, retracted = false) => ({ cast_by, retracted })
    const cases: [given: ReturnType<typeof vote>, kept: ReturnType<typeof vote> | null, passes: boolean][] = [
      [vote(bridge), null, true],
      [vote(bridge, true), null, false],
      [vote(own, true), null, true],
      [vote(bridge), vote(bridge), false],
      [vote(bridge), vote(bridge, true), true],
      [vote(null), vote(null, true), true],
      [vote(bridge), vote(own, true), false],
      [vote(own), vote(own), false],
      [vote(own), vote(own, true), true],
      [vote(own), vote(bridge), true],
      [vote(own, true), vote(bridge), true],
      [vote(own, true), vote(own), false],
    ]
    for (const [given, kept, passes] of cases)
      assert.equal(passesOver(given, kept), passes, JSON.stringify([given, kept]))
  })
})
