import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { systemClock } from '../../../backbone/clock.ts'
import { keyDigest, openDirectory } from '../../../backbone/log/directory.ts'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import type { EventLog } from '../../../backbone/log/log.ts'
import { anonymous } from '../../../backbone/security/viewer.ts'

/** A directory over a log that tells nobody of what is new, and counts how often it is read; time stands still. */
async function world() {
  const events: LoggedEvent[] = []
  const waits: (() => void)[] = []
  let reads = 0
  const log = {
    async head() {
      reads++
      await turn()
      return events.length
    },
    read: async ({ after }: { after: number }) => events.filter(({ position }) => position > after),
    follow: async function* () {},
  } as unknown as EventLog
  const directory = await openDirectory({
    log,
    clock: systemClock,
    adminKey: 'the admin key',
    adminMark: 'mark',
    pace: { now: () => 0, wait: () => new Promise<void>((resolve) => void waits.push(resolve)) },
  })
  reads = 0
  return {
    directory,
    reads: () => reads,
    /** Lets those go on that wait until the log may be read again. */
    async pass() {
      for (const go of waits.splice(0)) go()
      await turn()
    },
    /** Another process makes a key. */
    made(secret: string) {
      const payload = {
        key: `key_${secret}`,
        digest: keyDigest(secret),
        scopes: ['READ'],
        member: null,
        expiresAt: null,
      }
      events.push({
        position: events.length + 1,
        type: 'communities.key.created',
        community: 'com_1',
        payload,
      } as unknown as LoggedEvent)
    },
  }
}

describe('the directory of keys, sessions and names', () => {
  it('An unknown key, session or name is looked for in the log once for all who ask meanwhile', async () => {
    const { directory, reads, pass } = await world()
    const asked = Array.from({ length: 4000 }, (_, index) => directory.authenticate(`made up ${index}`))
    const sessions = Array.from({ length: 100 }, (_, index) => directory.authenticateSession(`made up ${index}`))
    const names = Array.from({ length: 100 }, (_, index) => directory.find(anonymous, `made-up-${index}`))
    await pass()
    for (const viewer of await Promise.all([...asked, ...sessions, ...names])) assert.equal(viewer, null)
    assert.ok(reads() <= 2, `${reads()} readings`)
  })

  it('An unknown key right after another is looked for only after a pause', async () => {
    const { directory, reads, pass } = await world()
    assert.equal(await directory.authenticate('made up'), null)
    assert.equal(reads(), 1)
    const later = directory.authenticate('made up as well')
    await turn()
    assert.equal(reads(), 1)
    await pass()
    assert.equal(await later, null)
    assert.equal(reads(), 2)
  })

  it('A new key is let in as soon as the log has it, also while others make keys up', async () => {
    const { directory, made, pass } = await world()
    made('first')
    assert.equal((await directory.authenticate('first'))?.key, 'key_first')
    const forged = directory.authenticate('made up')
    made('second')
    const second = directory.authenticate('second')
    await pass()
    assert.equal(await forged, null)
    assert.equal((await second)?.key, 'key_second')
  })

  it('An unknown key costs no reading of the log once its sender has no more tries; a known one is let in', async () => {
    const { directory, reads, made, pass } = await world()
    made('good')
    assert.ok(await directory.authenticate('good'))
    const before = reads()
    const noMore = () => {
      throw new Error('no more')
    }
    await assert.rejects(directory.authenticate('made up', noMore), /no more/)
    await assert.rejects(directory.authenticateSession('made up', noMore), /no more/)
    assert.ok(await directory.authenticate('good', noMore))
    assert.ok(await directory.authenticate('the admin key', noMore))
    await pass()
    assert.equal(reads(), before)
  })

  it('Catching up with the log while a reading is under way also finds what was written meanwhile', async () => {
    const { directory, made } = await world()
    const first = directory.catchUp()
    made('meanwhile')
    const [second, third] = [directory.catchUp(), directory.catchUp()]
    assert.equal(second, third)
    await Promise.all([first, second])
    assert.ok(directory.holds({ kind: 'key', key: 'key_meanwhile', community: 'com_1', member: null, scopes: [] }))
  })
})
