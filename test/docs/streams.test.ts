// The examples of docs/streams.md, run as they stand there but for the address and the cursor: they hear, and resume.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { closeCodes } from '../../gateway/wire/close-codes.ts'
import { refusals } from '../../schema/errors.ts'
import { breakable } from '../support/breakable.ts'
import { testFolkmoot } from '../support/folkmoot.ts'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/streams.md'), 'utf8')
const blocks = [...text.matchAll(/```(sh|js|python)\n(.*?)```/gs)].map(([, language, code]) => ({
  language,
  code: code!,
}))
const without = spawnSync('bash', ['-c', 'curl --version']).status === 0 ? false : 'bash or curl is not installed'
const withoutPython = spawnSync('python3', ['--version']).status === 0 ? null : 'python3 is not installed'

function listening(t: TestContext, child: ChildProcess): { until(pattern: RegExp): Promise<RegExpExecArray> } {
  let said = ''
  child.stdout!.on('data', (chunk) => {
    said += chunk
  })
  t.after(() => child.kill())
  return {
    async until(pattern) {
      for (;;) {
        const found = pattern.exec(said)
        if (found) return found
        await pause(20)
      }
    },
  }
}

describe('docs/streams.md', () => {
  it('docs/streams.md has every close code and no other, as docs/running.md has, and codes that are ours', () => {
    const ours = Object.values(closeCodes).map(({ code }) => code)
    for (const page of ['docs/streams.md', 'docs/running.md']) {
      const rows = [...readFileSync(join(root, page), 'utf8').matchAll(/^\| ([14]\d{3}) \|/gm)]
      assert.deepEqual(rows.map(([, code]) => Number(code)).sort(), ours.sort(), page)
    }
    for (const [, code] of text.matchAll(/^\| `([A-Z_]+)` \|/gm)) assert.ok(code! in refusals, code)
  })

  it('docs/streams.md shows examples that hear decisions, and go on after the last', { skip: without }, async (t) => {
    const folkmoot = await testFolkmoot(t)
    const way = await breakable(t, Number(new URL(folkmoot.url).port))
    await folkmoot.mutate(
      'createCommunity',
      'CreateCommunityInput',
      { slug: 'garden', name: 'Garden' },
      'community { id }',
    )
    const decide = (reason: string) =>
      folkmoot.mutate(
        'recordDecision',
        'RecordDecisionInput',
        { community: 'garden', title: reason, outcome: 'APPROVED', reason },
        'decision { id }',
      )
    const readers = async () => {
      const metrics = await (await fetch(`${folkmoot.url}/metrics`)).text()
      return [...metrics.matchAll(/^folkmoot_streams\{.*\} (\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
    }
    const examples = (wanted: string) =>
      blocks
        .filter(({ language }) => language === wanted)
        .map(({ code }) => code.replaceAll('127.0.0.1:4000', `127.0.0.1:${way.port}`))
    const [first, resumed] = examples('sh')
    const [script, page] = examples('js')
    const [python] = examples('python')
    const js = (code: string) =>
      spawn(process.execPath, ['--experimental-eventsource', '--input-type=module', '-e', code], { cwd: root })

    const curl = listening(t, spawn('bash', ['-c', `exec ${first}`]))
    // Node's EventSource, unlike a browser's, does not come back when a connection breaks.
    const browser = listening(t, js(page!))
    const others = [listening(t, js(script!))]
    if (withoutPython) t.diagnostic(`The example in Python was not run: ${withoutPython}.`)
    else others.push(listening(t, spawn('python3', ['-c', python!])))
    while ((await readers()) < 2 + others.length) await pause(20)
    await decide('one')
    await decide('two')
    const [, cursor] = await curl.until(/id: (\S+)\ndata: .*"one"/)
    for (const each of [browser, ...others]) await each.until(/APPROVED one\nAPPROVED two\n/)

    // What is decided while they are away comes when they are back, and nothing comes twice.
    way.breakAll()
    await decide('three')
    const again = listening(t, spawn('bash', ['-c', `exec ${resumed}`], { env: { ...process.env, CURSOR: cursor! } }))
    assert.match((await again.until(/data: .*/))[0], /"two"/)
    for (const each of others) {
      const [, heard] = await each.until(/(APPROVED one\n.*APPROVED three\n)/s)
      assert.deepEqual(heard!.match(/APPROVED \w+/g), ['APPROVED one', 'APPROVED two', 'APPROVED three'])
    }
  })
})
