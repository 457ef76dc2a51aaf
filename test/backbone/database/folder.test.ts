import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { folderInUse, lockFolder, refusal } from '../../../backbone/database/folder-lock.ts'
import { openDatabase } from '../../../backbone/database/open.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('the folder of the embedded database', () => {
  it('The database folder keeps what was written, also beside what a start that was killed has left', async (t) => {
    const place = temporaryFolder(t)
    mkdirSync(join(place, 'database.new'))
    writeFileSync(join(place, 'database.new/PG_VERSION'), 'half')
    writeFileSync(join(place, 'lock'), '999999999')
    const first = await openDatabase({ folder: place })
    await sql`create table kept (n int)`.execute(first.root)
    await sql`insert into kept values (7)`.execute(first.root)
    await first.close()
    const second = await openDatabase({ folder: place })
    const { rows } = await sql`select n from kept`.execute(second.root)
    await second.close()
    assert.deepEqual(rows, [{ n: 7 }])
  })

  it('The database folder is refused to a second process by the name of the first, and free once that is killed', async (t) => {
    const place = temporaryFolder(t)
    const first = await holding(t, place)
    assert.throws(
      () => lockFolder(place),
      (error: NodeJS.ErrnoException) =>
        error.code === folderInUse &&
        error.message.includes(`is used by process ${first.pid} on ${hostname()}, since `) &&
        /use another FOLKMOOT_DATA, or PostgreSQL.* There is no file to remove/.test(error.message),
    )
    await assert.rejects(openDatabase({ folder: place }), { code: folderInUse })
    first.kill('SIGKILL')
    await once(first, 'exit')
    lockFolder(place)()
  })

  it('The database folder is refused a second time in one process, whatever the note beside it says', (t) => {
    const place = temporaryFolder(t)
    const free = lockFolder(place)
    for (const note of ['1', '', 'process 7 on here\nand more', String(process.pid)]) {
      writeFileSync(join(place, 'lock'), note)
      assert.throws(() => lockFolder(place), {
        code: folderInUse,
        message: /is used by another process\. .*has no locks/,
      })
    }
    free()
    free()
    lockFolder(place)()
  })

  it('The database folder is refused to another container on the same volume with other process ids', async (t) => {
    if (!canUnshare()) return t.skip('This machine lets nobody make a PID namespace.')
    const place = temporaryFolder(t)
    await holding(t, place)
    const second = spawnSync('unshare', [...apart, process.execPath, '-e', `(${tell})(${JSON.stringify(place)})`], {
      encoding: 'utf8',
      env: { ...process.env, MODULE: lockModule },
    })
    assert.match(second.stdout, /^FOLDER_IN_USE/, second.stderr)
  })

  it('The database folder is free if only the id of a living process was left', (t) => {
    const place = temporaryFolder(t)
    writeFileSync(join(place, 'lock'), String(process.ppid))
    lockFolder(place)()
  })

  it('The database folder is refused in a sentence where there can be no lock', () => {
    const failed = (errcode: number) =>
      refusal('/there', Object.assign(new Error('disk I/O error'), { errcode })).message
    assert.match(
      failed(10 | (15 << 8)),
      /^The file system of \/there gives no lock \(disk I\/O error\): use a local disk/,
    )
    assert.match(
      failed(14),
      /^Wanted to lock \/there\/one-process\.sqlite, which this user must be able to write; got: /,
    )
  })
})

const lockModule = join(import.meta.dirname, '../../../backbone/database/folder-lock.ts')
const apart = ['--pid', '--fork', '--mount-proc']
const canUnshare = () => spawnSync('unshare', [...apart, 'true']).status === 0

const tell = (place: string) =>
  import(process.env.MODULE!).then(({ lockFolder }) => {
    try {
      lockFolder(place)
      console.log('held')
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log((error as NodeJS.ErrnoException).code, (error as Error).message)
    }
  })

/** Another process that has the folder until it is killed. */
async function holding(t: TestContext, place: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', `(${tell})(${JSON.stringify(place)})`], {
    env: { ...process.env, MODULE: lockModule },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  const [said] = await once(child.stdout!, 'data')
  assert.equal(String(said), 'held\n')
  return child
}
