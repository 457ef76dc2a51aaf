// The example of docs/drivers.md, run as it stands there: it decides what is delivered, and what it finds when it was off.

import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { deliveredTypes } from '../../subgraphs/communities/domain/delivery.ts'
import { garden } from '../support/folkmoot.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/drivers.md'), 'utf8')

/** Runs the example until the test ends, or until it is killed. Resolves when it listens. */
async function driver(t: TestContext, env: Record<string, string>) {
  const child = spawn(process.execPath, [join(root, 'docs/driver.mjs')], { env: { ...process.env, ...env } })
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  let heard: () => void = () => {}
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
      heard()
    })
  child.on('exit', () => heard())
  const says = async (pattern: RegExp) => {
    while (!pattern.test(said)) {
      assert.equal(child.exitCode, null, said)
      await new Promise<void>((resolve) => {
        heard = resolve
      })
    }
  }
  await says(/listening/)
  return { says, kill: () => Promise.all([once(child, 'exit'), child.kill('SIGKILL')]) }
}

describe('the example of an external driver', () => {
  it('The example of an external driver decides what is delivered, believes nobody else, and catches up after having been off', async (t) => {
    const all = await garden(t)
    const { community, people, collective } = all
    const place = temporaryFolder(t)
    const port = await freePort()
    const endpoint = `http://127.0.0.1:${port}/`
    const { driverSecret } = await all.mutate(
      'setDriver',
      'SetDriverInput',
      { community, kind: 'EXTERNAL', endpoint },
      'driverSecret',
    )
    const env = {
      FOLKMOOT: all.url,
      COMMUNITY: community,
      KEY: await all.key('DRIVE', 'INTEGRATE'),
      SECRET: driverSecret as string,
      PLACE: join(place, 'place'),
    }
    const first = await driver(t, { ...env, PORT: String(port) })

    const requests = all.watch(
      'subscription ($c: ID!, $after: Cursor) { roleRequests(community: $c, after: $after) { roleRequest { status reason member { id } } } }',
      { c: community, after: all.beginning('roleRequests', community) },
    )
    const settled = async (slug: string) => {
      const member = people[slug]!.id
      await all.mutate('requestRole', 'RequestRoleInput', { community, role: 'steward', member }, 'roleRequest { id }')
      const { roleRequest } = await requests.until(
        ({ roleRequest }) => roleRequest.member.id === member && roleRequest.status !== 'PENDING',
      )
      return [roleRequest.status, roleRequest.reason.slice(0, 5)]
    }
    assert.deepEqual(await settled('tobias-okafor'), ['GRANTED', 'Cred:'])
    assert.deepEqual(await settled('lin-yue'), ['REFUSED', 'Cred:'])

    const actions = all.watch(
      'subscription ($c: ID!, $after: Cursor) { actions(community: $c, after: $after) { action { kind status subject { title } } } }',
      { c: community, after: all.beginning('actions', community) },
    )
    const paid = (title: string) =>
      actions.until(
        ({ action }) => action.subject.title === title && /approve$/.test(action.kind) && action.status === 'DONE',
      )
    const submit = (description: string, amountInCents: number) =>
      collective.submitExpense({ as: 'lin-yue', description, amountInCents })
    const fountain = submit('Fountain', 900_000)
    const hose = submit('Hose', 6840)
    await paid('Hose')

    const forged = { id: 'evt_1', type: 'actions.action.recorded', version: 1, community, payload: {} }
    const body = JSON.stringify(forged)
    const signed = (secret: string, at: Date) => ({
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
    })
    const hourAgo = new Date(Date.now() - 3_600_000)
    for (const headers of [{}, signed(`whsec_${'A'.repeat(43)}=`, new Date()), signed(env.SECRET, hourAgo)])
      assert.equal((await fetch(endpoint, { method: 'POST', headers, body })).status, 401)

    // Off; and when it comes back, elsewhere, nothing is delivered to it: what it does, it has read.
    await first.kill()
    const rake = submit('Rake', 2500)
    await actions.until(({ action }) => action.subject.title === 'Rake')
    const second = await driver(t, { ...env, PORT: String(await freePort()) })
    await second.says(/^read: actions\.action\.recorded opencollective\.expense\.created$/m)
    await paid('Rake')
    for (const [expense, status] of [
      [hose, 'APPROVED'],
      [rake, 'APPROVED'],
      [fountain, 'PENDING'],
    ] as const)
      assert.equal(collective.expense(expense.legacyId).status, status)
    const { community: seen } = await all.ask(
      'query ($c: ID!) { community(community: $c) { driver { undelivered lastDeliveryAt } decisions { nodes { outcome madeBy } } } }',
      { c: community },
    )
    assert.ok(seen.driver.lastDeliveryAt)
    assert.equal(seen.decisions.nodes.length, 2, 'each expense was decided once')
  })
})

describe('docs/drivers.md', () => {
  it('docs/drivers.md names every type that is delivered, and no other', () => {
    const named = [...page.matchAll(/^\| `([a-z]+\.[a-z]+\.[a-z]+)` \|/gm)].map(([, type]) => type)
    assert.deepEqual(named.sort(), [...deliveredTypes].sort())
  })

  it('docs/drivers.md has programs that can be read', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--check', join(root, 'docs/driver.mjs')])
    assert.equal(status, 0, String(stderr))
    assert.ok(page.includes('](driver.mjs)'))
  })
})
