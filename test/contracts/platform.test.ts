// What every platform keeps, whichever it is. A new adapter adds itself to `everyPlatform`.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import pino from 'pino'
import { systemClock } from '../../backbone/clock.ts'
import { openOutbound } from '../../backbone/security/outbound.ts'
import { type Ask, AskFailed } from '../../backbone/subgraph/subgraph.ts'
import { startOpenCollective } from '../../sandbox/opencollective/index.ts'
import { refusals } from '../../schema/errors.ts'
import { ofKind } from '../../schema/policy/kinds.ts'
import { differencesOf } from '../../schema/terms.ts'
import { platformOf, type Subject } from '../../subgraphs/actions/domain/action.ts'
import { type SubjectState, standings } from '../../subgraphs/actions/domain/compliance.ts'
import { createPlatform as createCommunities } from '../../subgraphs/actions/platforms/communities/index.ts'
import { installedPlatforms } from '../../subgraphs/actions/platforms/index.ts'
import { createPlatform as createOpenCollective } from '../../subgraphs/actions/platforms/opencollective/index.ts'
import {
  type Connection,
  NoAnswer,
  type Platform,
  type Request,
  TryLater,
} from '../../subgraphs/actions/platforms/platform.ts'

/** A platform with something on it to act on, and the means to break it. */
interface Stand {
  platform: Platform
  connection: Connection
  kind: string
  /** Of something that the kind can be done to. */
  subject: Subject
  nobody: string
  /** How often the act was done there. */
  done(): number
  /** Someone changes what people agree to who say yes to it; absent where that cannot change. */
  change?(): void
  /** Someone else does the same. */
  doneByOthers(): Promise<void>
  loseTheAnswer(): void
  down(): Promise<void> | void
  secret: string | null
  /** The body of a webhook about the subject. */
  webhook: string | null
}

const installed: Record<string, (t: TestContext) => Promise<Stand>> = {
  opencollective: openCollectiveStand,
  communities: communitiesStand,
}

function requestOf(stand: Stand, more: Partial<Request> = {}): Request & { sent: number } {
  return {
    id: 'act_01k0000000000000000000000',
    kind: stand.kind,
    subject: stand.subject,
    parameters: {},
    decision: 'dec_1',
    terms: null,
    sentBefore: false,
    place: null,
    sent: 0,
    async sending(place) {
      this.sent++
      this.place ??= place
    },
    ...more,
  }
}

/** Whether a value is what a platform tells of the field. */
function holds(value: unknown, type: string | undefined): boolean {
  if (value === null) return type?.endsWith('?') === true
  const is = Array.isArray(value)
    ? 'list'
    : { string: 'text', number: 'number', boolean: 'bool', object: 'object' }[typeof value as 'string']
  return type?.replace('?', '').replace('role', 'text') === is
}

for (const [name, stand] of Object.entries(installed)) {
  describe(`platform contract: ${name}`, () => {
    it(`${name} names every kind as its own, and consequences that it hears`, async (t) => {
      const { platform } = await stand(t)
      assert.equal(platform.name, name)
      for (const kind of [...platform.hears, ...platform.performs]) assert.equal(platformOf(kind), name)
      assert.equal(new Set(platform.performs).size, platform.performs.length)
      for (const kind of platform.performs) {
        for (const heard of platform.consequences(kind)?.causes ?? []) assert.ok(platform.hears.includes(heard), heard)
      }
      assert.equal(platform.consequences('no.such.kind'), null)
    })

    it(`${name} says for every state and kind how it stands, as performing the kind leaves it`, async (t) => {
      const { platform } = await stand(t)
      for (const kind of platform.performs.filter((kind) => platform.consequences(kind))) {
        const stands = (state: Partial<SubjectState>) =>
          platform.standing(kind, { status: '', onHold: null, gone: false, ...state })
        for (const status of platform.statuses) {
          for (const onHold of [null, false, true])
            for (const gone of [false, true]) assert.ok(standings.includes(stands({ status, onHold, gone })), status)
          assert.equal(stands({ status }), stands({ status, onHold: false }), 'what is not told is not on hold')
        }
        const all = new Set(platform.statuses.map((status) => stands({ status })))
        assert.ok(all.has('DONE') && all.size > 1, `${kind} settles nothing`)
        const left = platform.left(platform.consequences(kind)!.causes.at(-1)!, {})
        assert.ok(left && platform.statuses.includes(left.status), kind)
        assert.equal(stands(left), 'DONE', kind)
      }
      for (const kind of platform.hears) {
        const left = platform.left(kind, { previousStatus: platform.statuses[0] })
        if (left) assert.ok(platform.statuses.includes(left.status), kind)
      }
      assert.equal(platform.left('no.such.kind', {}), null)
    })

    it(`${name} tells what its events hold, and what its acts are done to and may be given`, async (t) => {
      const { platform, kind, subject } = await stand(t)
      for (const heard of platform.hears) {
        assert.ok(ofKind(platform.fields, heard), heard)
        assert.ok(ofKind(platform.subjects, heard), heard)
      }
      assert.equal(ofKind(platform.subjects, kind), subject.type)
      const made: Record<string, unknown> = { text: 'a text', number: 1, bool: true, list: ['a'], object: {} }
      for (const performed of platform.performs) {
        const parameters = Object.entries(ofKind(platform.parameters, performed) ?? assert.fail(performed))
        const some = (which: typeof parameters) =>
          Object.fromEntries(which.map(([name, type]) => [name, made[type.replace('?', '')]]))
        const needed = parameters.filter(([, type]) => !type.endsWith('?'))
        platform.accept(performed, { ...some(parameters), reason: 'because', message: 'a message' })
        platform.accept(performed, some(needed))
        for (const [name] of needed)
          assert.throws(() => platform.accept(performed, { ...some(needed), [name]: undefined }), { code: 'BAD_INPUT' })
      }
    })

    it(`${name} performs an action, remembering first that it is sent`, async (t) => {
      const given = await stand(t)
      let doneWhenMarked = -1
      const request = requestOf(given, {
        async sending() {
          doneWhenMarked = given.done()
        },
      })
      const receipt = await given.platform.perform(given.connection, request)
      assert.equal(receipt.ours, true)
      assert.equal(doneWhenMarked, 0)
      assert.equal(given.done(), 1)
    })

    it(`${name} performs an action once when asked twice`, async (t) => {
      const given = await stand(t)
      const request = requestOf(given)
      await given.platform.perform(given.connection, request)
      const again = await given.platform.perform(given.connection, { ...request, sentBefore: true })
      assert.equal(again.ours, true)
      assert.equal(request.sent, 1)
      assert.equal(given.done(), 1)
    })

    it(`${name} does not take what others did for its own`, async (t) => {
      const given = await stand(t)
      await given.doneByOthers()
      const before = given.done()
      const request = requestOf(given)
      const receipt = await given.platform.perform(given.connection, request)
      assert.equal(receipt.ours, false)
      assert.equal(receipt.result.already, true)
      assert.equal(request.sent, 0)
      assert.equal(given.done(), before)
    })

    it(`${name} says when it does not know, and finds out when asked again`, async (t) => {
      const given = await stand(t)
      const request = requestOf(given)
      given.loseTheAnswer()
      await assert.rejects(given.platform.perform(given.connection, request), NoAnswer)
      const receipt = await given.platform.perform(given.connection, { ...request, sentBefore: true })
      assert.equal(receipt.ours, true)
      assert.equal(given.done(), 1)
    })

    it(`${name} says "later" while the platform is down, and nothing was sent`, async (t) => {
      const given = await stand(t)
      await given.down()
      const request = requestOf(given)
      await assert.rejects(given.platform.perform(given.connection, request), TryLater)
      assert.equal(request.sent, 0)
    })

    it(`${name} refuses by code what names nothing`, async (t) => {
      const { platform, connection, kind, nobody, secret } = await stand(t)
      for (const reference of [nobody, '', "'; --", null]) {
        await assert.rejects(platform.find(connection, kind, reference), (error: any) => {
          assert.ok(error.code in refusals, error)
          assert.ok(secret === null || !error.message.includes(secret))
          return true
        })
      }
    })

    it(`${name} finds a subject by its own id, and refuses parameters that are none`, async (t) => {
      const { platform, connection, kind, subject } = await stand(t)
      assert.equal((await platform.find(connection, kind, subject.id)).id, subject.id)
      const wrong = { message: 7, reason: 7, title: 7 }
      for (const performed of platform.performs)
        assert.throws(() => platform.accept(performed, wrong), { code: 'BAD_INPUT' })
    })

    it(`${name} tells the same events, with the same ids, by hint and by reading`, async (t) => {
      const { platform, connection, subject, webhook } = await stand(t)
      if (!platform.connects)
        return assert.throws(() => platform.hear({ headers: {}, body: Buffer.from('{}') }), { code: 'BAD_INPUT' })
      const heard = platform.hear({ headers: {}, body: Buffer.from(webhook!) })
      assert.deepEqual(platform.hear({ headers: {}, body: Buffer.from(webhook!) }), heard)
      const hinted = await platform.look(connection, [heard.subject!])
      const read = await platform.read(connection, { since: new Date(0) }, [])
      const ids = (events: { id: string }[]) => events.map(({ id }) => id)
      assert.ok(hinted.events.length > 0)
      assert.deepEqual(ids(hinted.events), ids(read.events))
      for (const event of read.events) {
        assert.ok(platform.hears.includes(event.kind))
        assert.equal(event.subject.id, subject.id)
        assert.equal(event.subject.type, ofKind(platform.subjects, event.kind))
        const fields = ofKind(platform.fields, event.kind)!
        for (const [name, value] of Object.entries(event.data))
          assert.ok(holds(value, fields[name]), `${name}: ${value}`)
        for (const [name, type] of Object.entries(fields))
          if (!type.endsWith('?')) assert.ok(name in event.data, `${name} is told of, and not there`)
      }
      assert.deepEqual((await platform.look(connection, ['nobody', ''])).events, [])
    })

    it(`${name} gives the terms of subjects by the names it says, the same at each reading`, async (t) => {
      const { platform, connection, subject } = await stand(t)
      assert.ok(platform.termNames.length > 0)
      assert.deepEqual(await platform.seal({ terms: { some: 'terms' }, addresses: new Map() }), { some: 'terms' })
      if (!platform.connects) return
      const [event] = (await platform.look(connection, [subject.id])).events
      assert.deepEqual(Object.keys(event!.terms!).sort(), [...platform.termNames].sort())
      const { events, expenses } = await platform.read(connection, { since: new Date(0) }, [])
      for (const { terms } of [...events, ...expenses]) assert.deepEqual(differencesOf(event!.terms, terms), [])
    })

    it(`${name} performs on the terms that were decided on, and refuses others before anything is sent`, async (t) => {
      const given = await stand(t)
      const { platform, connection, subject } = given
      if (!given.change) return
      const [event] = (await platform.look(connection, [subject.id])).events
      const terms = { pinned: event!.terms!, named: null, known: <T>(each: T) => each }
      given.change()
      const request = requestOf(given, { terms })
      const changed = { code: 'SUBJECT_CHANGED' }
      await assert.rejects(platform.perform(connection, request), changed)
      await assert.rejects(platform.advise(connection, request), changed)
      assert.equal(request.sent, 0)
      assert.equal(given.done(), 0)
      const [name] = differencesOf(terms.pinned, (await platform.look(connection, [subject.id])).events[0]!.terms)
      const others = platform.termNames.filter((each) => each !== name!.name)
      await platform.perform(connection, requestOf(given, { terms: { ...terms, named: others } }))
      assert.equal(given.done(), 1)
    })

    it(`${name} hears the kinds by which a subject begins and is altered`, async (t) => {
      const { platform } = await stand(t)
      for (const kind of [platform.begins, platform.alters, platform.vanishes])
        assert.ok(kind === null || platform.hears.includes(kind), String(kind))
      for (const kind of platform.hears)
        for (const settled of platform.settles(kind) ?? []) assert.ok(platform.performs.includes(settled), settled)
    })

    it(`${name} refuses a webhook that is not one`, async (t) => {
      const { platform } = await stand(t)
      for (const body of ['', 'x', '[]', 'null', '{}', '{"id":[]}', '{"id":1}', '{"__proto__":{"id":1}}']) {
        assert.throws(() => platform.hear({ headers: {}, body: Buffer.from(body) }), { code: 'BAD_INPUT' }, body)
      }
    })
  })
}

describe('platform contract: coverage', () => {
  it('Every installed platform is tried by the platform contract', () => {
    const deps = {
      ask: (async () => {}) as unknown as Ask,
      fetch: async () => ({}) as never,
      clock: systemClock,
      logger: pino({ level: 'silent' }),
      publicUrl: '',
    }
    assert.deepEqual([...installedPlatforms(deps).keys()].sort(), Object.keys(installed).sort())
  })
})

async function openCollectiveStand(t: TestContext): Promise<Stand> {
  const oc = await startOpenCollective({ rateLimit: false })
  const outbound = openOutbound(['127.0.0.1'])
  t.after(async () => {
    await oc.stop()
    await outbound.close()
  })
  const ask = () => Promise.reject(new Error('nobody is asked'))
  const logger = pino({ level: 'silent' })
  const platform = createOpenCollective({
    fetch: outbound.fetch,
    ask,
    clock: systemClock,
    logger,
    publicUrl: '',
    timeoutMs: 2_000,
  })
  const secret = oc.tokens['governance-bot']!
  const given = {
    externalId: oc.collective.slug,
    credentials: { personalToken: secret },
    settings: { apiUrl: oc.url, webUrl: oc.webUrl },
  }
  const opened = { ...platform.prepare(given), id: 'con_1', community: 'com_1', self: null }
  const connection = { ...opened, self: (await platform.check(opened)).self }
  const expense = oc.submitExpense({ as: 'otis-gray', description: 'A wheelbarrow', amountInCents: 12_345 })
  const other = oc.people().find(({ slug, adminOf }) => adminOf.length > 0 && slug !== 'governance-bot')!.slug
  return {
    platform,
    connection,
    kind: 'opencollective.expense.approve',
    subject: { type: 'expense', id: expense.id, title: expense.description, url: expense.url },
    nobody: 'ex_000000000000000000000',
    done: () => oc.expense(expense.id).activities.filter(({ type }) => type === 'COLLECTIVE_EXPENSE_APPROVED').length,
    doneByOthers: async () => void (await oc.process({ as: other, expense: expense.id, action: 'APPROVE' })),
    change: () => void oc.editExpense({ as: 'otis-gray', expense: expense.id, description: 'A wheelbarrow, red' }),
    loseTheAnswer: () => oc.faults.next('hang-after-apply', { field: 'processExpense' }),
    down: () => oc.stop(),
    secret,
    webhook: JSON.stringify({
      id: 7,
      type: 'collective.expense.created',
      data: { expense: { idV2: expense.idV2, id: expense.legacyId, publicId: expense.id } },
    }),
  }
}

async function communitiesStand(): Promise<Stand> {
  const request = {
    id: 'req_1',
    status: 'PENDING',
    reason: null as string | null,
    decisionId: null as string | null,
    community: { id: 'com_1' },
  }
  let granted = 0
  let lost = false
  let down = false
  const ask: Ask = async (query, variables: any) => {
    if (down) throw new AskFailed('nobody answers', ['UNAVAILABLE'])
    if (query.includes('roleRequest('))
      return { roleRequest: variables.id === request.id ? { ...request } : null } as any
    granted++
    Object.assign(request, { status: 'GRANTED', decisionId: variables.input.decision })
    if (lost) throw new AskFailed('the answer was lost', ['UNAVAILABLE'])
    return { grantRole: { roleRequest: { ...request }, userErrors: [] } } as any
  }
  const deps = {
    ask,
    fetch: async () => ({}) as never,
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    publicUrl: '',
  }
  return {
    platform: createCommunities(deps),
    connection: { id: '', community: 'com_1', externalId: '', settings: {}, credentials: {}, self: null },
    kind: 'communities.role.grant',
    subject: { type: 'roleRequest', id: 'req_1', title: null, url: null },
    nobody: 'req_nobody',
    done: () => granted,
    doneByOthers: async () => void Object.assign(request, { status: 'GRANTED', decisionId: 'dec_of_others' }),
    loseTheAnswer() {
      lost = true
    },
    down() {
      down = true
    },
    secret: null,
    webhook: null,
  }
}
