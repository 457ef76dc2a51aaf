// What the pages of docs/ claim, held against the program.

import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { buildSchema, parse, validate } from 'graphql'
import { limitTable } from '../../backbone/limits.ts'
import { defaultPorts } from '../../gateway/names.ts'
import { closeCodes } from '../../gateway/wire/close-codes.ts'
import { refusals } from '../../schema/errors.ts'
import { refusals as credRefusals } from '../../subgraphs/cred/sources.ts'
import { methods } from '../../subgraphs/proposals/domain/ballot.ts'
import { weightings } from '../../subgraphs/proposals/domain/weights.ts'
import { testFolkmoot } from '../support/folkmoot.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'docs')
const page = (name: string) => readFileSync(join(folder, name), 'utf8')
const schema = readFileSync(join(root, 'schema/api.graphql'), 'utf8')

describe('docs/', () => {
  for (const name of [...globSync('**/*.md', { cwd: folder }), '../SECURITY.md', '../CONTRIBUTING.md'].sort()) {
    it(`${name} leads only to what is there`, () => {
      for (const [, path, anchor] of page(name).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
        const target = path ? join(folder, dirname(name), path) : join(folder, name)
        if (!target.endsWith('.md')) {
          assert.ok(readdirSync(dirname(target)).includes(target.split('/').filter(Boolean).at(-1)!), path)
          continue
        }
        const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading!))
        if (anchor) assert.ok(headings.includes(anchor), `${path}#${anchor}`)
      }
    })
  }

  it('docs/ shows operations that fit the API', () => {
    const api = buildSchema(schema)
    for (const name of ['cred.md', 'ballots.md', 'drivers.md']) {
      for (const [, source] of page(name).matchAll(/```graphql\n(.*?)```/gs)) {
        assert.deepEqual(validate(api, parse(source!)), [], source)
      }
    }
    for (const [, source] of page('running.md').matchAll(/^ask '(.+)'$/gm)) {
      assert.deepEqual(validate(api, parse(source!.replaceAll('\\"', '"'))), [], source)
    }
  })
})

describe('docs/decisions/', () => {
  const index = page('decisions/README.md')
  const records = readdirSync(join(folder, 'decisions')).filter((file) => file !== 'README.md')

  it('docs/decisions/ has each record in its index, once, by its title', () => {
    assert.ok(records.length > 10)
    const listed = [...index.matchAll(/^- \[(.+)\]\((.+)\): \S/gm)].map(([, title, file]) => `${file}: ${title}`)
    const there = records.map((file) => `${file}: ${/^# (.+)/.exec(page(`decisions/${file}`))![1]}`)
    assert.deepEqual(listed.sort(), there.sort())
  })

  for (const file of records) {
    it(`${file} is short, and says when, what, why and what would change it`, () => {
      const text = page(`decisions/${file}`)
      assert.ok(text.split('\n').length < 40)
      assert.match(text, /^# .+\n\n.*\d{4}-\d{2}-\d{2}.*\.\n\n\*\*What\.\*\* /)
      for (const part of [
        /^\*\*Why\b/m,
        /^\*\*(Measured|Other ways|What was weighed)\b/m,
        /^\*\*What would change it\.\*\* /m,
      ]) {
        assert.match(text, part)
      }
    })
  }
})

describe('docs/running.md', () => {
  const text = page('running.md')
  const section = (heading: string) => text.slice(text.indexOf(`## ${heading}\n`)).split('\n## ')[0]!

  it('docs/running.md has every setting', () => {
    const config = readFileSync(join(root, 'backbone/config.ts'), 'utf8')
    for (const [, name] of config.matchAll(/environment\.((?!TEST_|FOLKMOOT_FAULTS)[A-Z_]+)/g))
      assert.ok(text.includes(`\`${name}\``), name)
  })

  it('docs/running.md has every metric, and no other', async (t) => {
    const { url } = await testFolkmoot(t)
    const metrics = await (await fetch(`${url}/metrics`)).text()
    const served = [...metrics.matchAll(/^# TYPE (folkmoot_\w+)/gm)].map((match) => match[1])
    const named = [...section('Metrics').matchAll(/^\| `(\w+)`/gm)].map((match) => match[1])
    assert.deepEqual(named.sort(), served.sort())
  })

  it('docs/running.md has every code that closes a WebSocket, and no other', () => {
    const named = [...section('Stopping').matchAll(/^\| (\d{4}) \|/gm)].map((match) => Number(match[1]))
    assert.deepEqual(
      named,
      Object.values(closeCodes)
        .map(({ code }) => code)
        .sort((a, b) => a - b),
    )
  })

  it('docs/running.md starts every service at its port', () => {
    const started = [...text.matchAll(/npm run service -- (\w+) --port (\d+)/g)].map(([, name, port]) => [
      name,
      Number(port),
    ])
    assert.deepEqual(Object.fromEntries(started), defaultPorts)
  })

  it('docs/running.md says the limits as they are', () => {
    const said = section('Limits')
    for (const { setting, default: otherwise } of Object.values(limitTable)) {
      const row = said.split('\n').find((line) => line.includes(`\`${setting}\``))
      assert.ok(row, `${setting} has a row`)
      assert.ok(row.includes(`| ${otherwise.toLocaleString('en')}`), `${setting}: ${otherwise} in ${row}`)
    }
  })
})

describe('docs/cred.md and docs/ballots.md', () => {
  it('docs/cred.md and docs/ballots.md have every method, weight, status and outcome', () => {
    const ballots = page('ballots.md')
    for (const word of [...methods, ...weightings, ...valuesOf('Compliance')])
      assert.ok(ballots.includes(`| \`${word}\` |`), word)
    const cred = page('cred.md')
    for (const word of valuesOf('CredStatus')) assert.ok(cred.includes(`| \`${word}\` |`), word)
    for (const code of Object.values(credRefusals)) assert.ok(cred.includes(`\`${code}\``) && code in refusals, code)
  })
})

function valuesOf(type: string): string[] {
  const [, body] = new RegExp(`enum ${type} \\{(.*?)\\n\\}`, 's').exec(schema)!
  return [...body!.matchAll(/^ {2}([A-Z_]+)$/gm)].map((match) => match[1]!)
}

/** A heading's anchor, as GitHub makes it. */
function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
