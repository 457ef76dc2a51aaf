import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { packFolder, unpackFolder } from '../../../backbone/database/folder-archive.ts'
import { createPglite } from '../../../backbone/database/pglite.ts'
import { prepare } from '../../../backbone/database/prepared.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const parts = { garden: { '0001_start': 'create table beds (n int); insert into beds values (7)' } }

function places(t: TestContext) {
  const folder = temporaryFolder(t)
  const cache = { path: join(folder, 'cache'), writable: true }
  mkdirSync(cache.path)
  return { cache, place: (name: string) => join(folder, name) }
}

async function bedsIn(database: string): Promise<unknown> {
  const pglite = await createPglite({ dataDir: database })
  const { rows } = await pglite.query('select n from garden.beds')
  await pglite.close()
  return rows
}

describe('a new embedded database', () => {
  it('A new database is a copy of the first that was made; one that is not whole is made anew', async (t) => {
    const { cache, place } = places(t)
    mkdirSync(place('first.new')) // what a start that was killed has left
    writeFileSync(place('first.new/PG_VERSION'), 'half')
    await Promise.all([prepare(place('first'), parts, cache), prepare(place('beside'), parts, cache)])
    const [kept, ...more] = readdirSync(cache.path)
    assert.deepEqual(more, [], 'one is kept, and nothing half')

    const file = join(cache.path, kept!)
    assert.ok(unpackFolder(readFileSync(file), place('marked')))
    writeFileSync(place('marked/mark'), 'of the copy')
    writeFileSync(file, packFolder(place('marked')))
    await prepare(place('second'), parts, cache)
    assert.equal(readFileSync(place('second/mark'), 'utf8'), 'of the copy')

    truncateSync(file, 1_000_000)
    await prepare(place('third'), parts, cache)
    assert.ok(!existsSync(place('third/mark')))
    assert.ok(unpackFolder(readFileSync(file), place('whole again')))
    for (const name of ['first', 'beside', 'second', 'third'])
      assert.deepEqual(await bedsIn(place(name)), [{ n: 7 }], name)
  })

  it('A new database is not made where its tables cannot be, and the error says why', async (t) => {
    const { cache, place } = places(t)
    const wrong = { garden: { '0001_start': 'create tabel beds (n int)' } }
    await assert.rejects(prepare(place('database'), wrong, cache), /could not be made.*syntax error/s)
    assert.ok(!existsSync(place('database')))
    assert.deepEqual(readdirSync(cache.path), [])
  })
})

describe('a folder as one file', () => {
  it('A folder comes out as it was packed, and not at all where anything of it was changed', (t) => {
    const { place } = places(t)
    mkdirSync(place('folder/deep/empty'), { recursive: true })
    writeFileSync(place('folder/none'), '')
    writeFileSync(place('folder/deep/bytes'), Buffer.from([0, 10, 255, 10]))
    const packed = packFolder(place('folder'))
    assert.ok(unpackFolder(packed, place('again')))
    assert.deepEqual(packFolder(place('again')), packed)
    for (let at = 0; at < packed.length; at++) {
      const changed = Buffer.from(packed)
      changed[at]! ^= 1
      assert.equal(unpackFolder(changed, place('changed')), at === 64, `byte ${at}`) // that is the line's end
      assert.equal(unpackFolder(packed.subarray(0, at), place('cut')), false, `${at} bytes`)
    }
    assert.ok(!existsSync(place('cut')))
  })
})
