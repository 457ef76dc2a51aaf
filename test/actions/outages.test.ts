// What the log says of connections that do not work: begun, going on, over; so few lines, however much is tried.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import pino from 'pino'
import { outagesOf } from '../../subgraphs/actions/work/outages.ts'
import { collectiveWorld, settledAction } from './support.ts'

function logged() {
  const lines: any[] = []
  const logger = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const about = (connection: string) => lines.filter((line) => line.connection === connection)
  return { lines, logger, about }
}

describe('the log of an outage', () => {
  it('The log of an outage says that it begins, ever more seldom that it goes on with how often, and that it is over', () => {
    const { lines, logger } = logged()
    let now = 0
    const outages = outagesOf({ logger, clock: { now: () => new Date(now) } })
    outages.works('con_1')
    assert.equal(lines.length, 0)
    const away = { code: 'PLATFORM_UNREACHABLE', message: 'Away.' } as const
    for (let tries = 0; tries < 1_000; tries++) {
      outages.failed('con_1', away)
      now += 1_000
    }
    outages.failed('con_1', { code: 'CREDENTIALS_REFUSED', message: 'No.' })
    outages.failed('con_2', away)
    outages.works('con_1')
    outages.works('con_1')
    const told = lines.filter(({ connection }) => connection === 'con_1')
    assert.deepEqual(told[0], {
      ...{ level: 40, connection: 'con_1', code: 'PLATFORM_UNREACHABLE', problem: 'Away.' },
      msg: 'a connection does not work',
    })
    assert.deepEqual(
      told.slice(1, -2).map(({ failures }) => failures),
      [2, 4, 8, 16, 32, 64, 128, 256, 512],
    )
    assert.equal(told.at(-2).code, 'CREDENTIALS_REFUSED', 'another reason is told at once')
    assert.deepEqual(told.at(-1), {
      ...{ level: 30, connection: 'con_1', failures: 1_001, seconds: 1_000 },
      msg: 'a connection works again',
    })
    assert.equal(lines.length, told.length + 1)
  })

  it('The log of an outage is short, though a token is revoked, many acts are refused and many webhooks wait', async (t) => {
    const { lines, logger, about } = logged()
    const world = await collectiveWorld(t, { logger })
    const expenses = Array.from({ length: 20 }, (_, each) =>
      world.oc.submitExpense({ as: 'otis-gray', description: `Barrow ${each}`, amountInCents: 100 }),
    )
    await world.heard()
    const token = world.oc.tokens['governance-bot']!
    world.oc.setToken(token, 'revoked')
    for (const [each, { id: expense }] of expenses.entries()) {
      const { action } = await world.mutate('approveExpense', { community: world.community, expense })
      assert.equal((await settledAction(world, action.id)).result.code, 'CREDENTIALS_REFUSED')
      await world.receive({ id: each, type: 'collective.expense.updated', data: {} })
    }
    world.oc.setToken(token, 'valid')
    const { id: expense } = world.oc.submitExpense({ as: 'otis-gray', description: 'Another', amountInCents: 100 })
    await world.heard()
    const told = about(world.connection).filter(({ action }) => action === undefined)
    assert.deepEqual(
      [told[0].msg, told.at(-1).msg],
      ['a connection does not work', 'a connection works again'],
      expense,
    )
    assert.ok(told.at(-1).failures >= 20)
    assert.ok(told.length <= 2 + Math.log2(told.at(-1).failures), `${told.length} lines`)
    assert.ok(!JSON.stringify(lines).includes(token))
  })

  it('The log says of an act that the platform refuses which and why, once', async (t) => {
    const { lines, logger } = logged()
    const world = await collectiveWorld(t, { logger, as: 'otis-gray' })
    const { id: expense } = world.oc.submitExpense({ as: 'lin-yue', description: 'A barrow', amountInCents: 100 })
    const { action } = await world.mutate('approveExpense', { community: world.community, expense })
    assert.equal((await settledAction(world, action.id)).status, 'FAILED')
    await world.until(() => lines.some(({ action: id }) => id === action.id))
    const told = lines.filter(({ action: id }) => id === action.id)
    assert.deepEqual(
      told.map(({ msg, code, kind }) => ({ msg, code, kind })),
      [{ msg: 'an act was refused', code: 'PLATFORM_PERMISSION_MISSING', kind: 'opencollective.expense.approve' }],
    )
  })
})
