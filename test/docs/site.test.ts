// The documentation as a site: what the reference has, and where links lead.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { buildSchema, isEnumType, isInputObjectType, isIntrospectionType, isObjectType, parse } from 'graphql'
import { configOf } from '../../docs/site/config.ts'
import { headingsOfExamples } from '../../docs/site/examples.ts'
import { anchorOf, gather, placeOf, relinked, titleOf } from '../../docs/site/pages.ts'
import { eventsPage, pagesOfSchema, refusalsPage, undescribed } from '../../docs/site/reference.ts'
import { siteOf } from '../../docs/site/site.ts'
import { errorsOfTheRequest, refusals } from '../../schema/errors.ts'
import { eventVersions } from '../../schema/events.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const schema = buildSchema(readFileSync(join(root, 'schema/api.graphql'), 'utf8'))
const { pages } = siteOf(root)
const textOf = (path: string) => pages.find((page) => page.path === path)!.text
const roots = { Query: 'queries', Mutation: 'mutations', Subscription: 'subscriptions' } as const

/** The sections of a page, by their headings. */
function sectionsOf(text: string): [heading: string, section: string][] {
  const sections = text.split(/^## /m).slice(1)
  return sections.map((section) => [section.split('\n')[0]!, section.slice(section.indexOf('\n'))])
}

/** As it stands in a text of the site, where lines and what would be HTML are written otherwise. */
const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('\\|', '|').replaceAll(/\s+/g, ' ')

describe('the reference of the API', () => {
  const typePages = pages.filter(({ path }) => path.startsWith('reference/types-'))
  const sections = typePages.flatMap(({ text }) => sectionsOf(text))
  const types = Object.values(schema.getTypeMap()).filter(
    (type) =>
      !isIntrospectionType(type) &&
      !(type.name in roots) &&
      !['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name),
  )

  it('The reference of the API has every type once, with its description', () => {
    assert.deepEqual(sections.map(([name]) => name).sort(), types.map(({ name }) => name).sort())
    const places = new Map(sections)
    for (const { name, description } of types) {
      if (description) assert.ok(plain(places.get(name)!).includes(plain(description)), name)
    }
  })

  it('The reference of the API has every field and value once, in its type, with its type, arguments and description', () => {
    const places = new Map(sections)
    let seen = 0
    for (const type of types) {
      const rows = places
        .get(type.name)!
        .split('\n')
        .filter((line) => line.startsWith('| `'))
      const members = isEnumType(type)
        ? type.getValues()
        : isObjectType(type) || isInputObjectType(type)
          ? Object.values(type.getFields())
          : []
      assert.deepEqual(
        rows.map((row) => /^\| `(\w+)`/.exec(row)![1]),
        members.map(({ name }) => name),
        type.name,
      )
      for (const [at, member] of members.entries()) {
        seen += 1
        if (member.description)
          assert.ok(plain(rows[at]!).includes(plain(member.description)), `${type}.${member.name}`)
        if ('type' in member) assert.ok(rows[at]!.includes(`\`${member.type}\``), `${type}.${member.name}`)
        for (const { name, type: of } of 'args' in member ? member.args : [])
          assert.ok(
            new RegExp(`\`${name}\`: \\S*\`${literally(`${of}`)}\``).test(rows[at]!),
            `${type}.${member.name}(${name})`,
          )
      }
    }
    assert.ok(seen > 500)
  })

  it('The reference of the API has every operation once, with its arguments, what it answers with and its description', () => {
    for (const [name, page] of Object.entries(roots)) {
      const fields = Object.values((schema.getType(name) as any).getFields()) as any[]
      const sections = sectionsOf(textOf(`reference/${page}.md`))
      assert.deepEqual(
        sections.map(([heading]) => heading),
        fields.map((field) => field.name),
      )
      for (const [at, [, section]] of sections.entries()) {
        const { args, type, description } = fields[at]
        if (description) assert.ok(plain(section).includes(plain(description)), fields[at].name)
        assert.ok(section.includes(`answers with [\`${type}\``) || section.includes(`answers with \`${type}\``))
        for (const argument of args) assert.ok(section.includes(`- \`${argument.name}\`: `), argument.name)
        assert.match(section, /^- example: \[.+\]\(\.\.\/api\.md#[\w-]+\)$/m, fields[at].name)
      }
    }
  })

  it('The reference of the API has every refusal and every event once', () => {
    const codes = [...textOf('reference/refusals.md').matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$/gm)]
    assert.deepEqual(
      codes.map(([, code]) => code),
      Object.keys(refusals),
    )
    for (const [, code, sentence, where] of codes) {
      assert.equal(plain(sentence!), refusals[code as keyof typeof refusals])
      assert.equal(where!.includes('error'), errorsOfTheRequest.includes(code as any), code)
    }
    const events = [...textOf('reference/events.md').matchAll(/^'([\w.]+)': /gm)].map(([, type]) => type)
    assert.deepEqual(events.sort(), Object.keys(eventVersions).sort())
    for (const [type, version] of Object.entries(eventVersions)) {
      assert.equal(textOf('reference/events.md').includes(`\`${type}\` (${version})`), version > 1, type)
    }
  })

  it('The reference of the API tells of what has no description, which is not to become more', () => {
    const small = buildSchema(
      'type Query { a: Kind, "Said." b: Int }  "Said." enum Kind { "Said." ONE TWO } type Thing { c: ID }',
    )
    assert.deepEqual(undescribed(small), ['Query.a', 'Kind.TWO', 'Thing', 'Thing.c'])
    const missing = undescribed(schema)
    assert.ok(
      missing.length <= 667,
      `describe what is new: ${missing.length} of the API have no description, at most 667 had`,
    )
  })

  it('The reference of the API puts a type on the page of the part that says most of it, and on one of all parts where none does', () => {
    const sdl =
      'type Query { a(first: Int = 3): [Thing!] } type Thing { id: ID!, "A | <b>, `<c>`" x: Int @deprecated(reason: "Old.") } scalar When'
    const one = parse('type Thing @key(fields: "id") { id: ID! } scalar When')
    const made = pagesOfSchema(buildSchema(sdl), { one, two: parse('type Thing { id: ID!, x: Int } scalar When') })
    const text = (path: string) => made.find((page) => page.path === path)?.text ?? ''
    assert.match(text('reference/types-two.md'), /^## Thing$/m)
    assert.match(
      text('reference/types-two.md'),
      /^\| `x` \| `Int` \| A \\\| &lt;b>, `<c>`<br>\*\*Deprecated\.\*\* Old\. \|$/m,
    )
    assert.match(text('reference/types-common.md'), /^## When$/m)
    assert.match(
      text('reference/queries.md'),
      /^- `first`: `Int` = `3`\n- answers with \[`\[Thing!\]`\]\(\.\/types-two\.md#thing\)$/m,
    )
  })

  it('The reference of the API leads to the heading under which an example first asks for it', () => {
    const small = buildSchema('type Query { a: Int b: Int }')
    const text = '# The `A`\n\n```graphql\nquery One { a }\n```\n\n## B\n\n```graphql\nquery Two { a b }\n```\n'
    assert.deepEqual(
      [...headingsOfExamples(small, text)],
      [
        ['Query.a', 'The `A`'],
        ['Query.b', 'B'],
      ],
    )
    assert.equal(anchorOf('The `A`, again'), 'the-a-again')
  })

  it('The reference of the API is made of other refusals and events as well', () => {
    assert.match(refusalsPage({ A_B: 'No.' }, []).text, /^\| `A_B` \| No\. \| `userErrors` of the payload \|$/m)
    const source = [
      'export interface Fact {\n  a: string\n}',
      "export interface EventPayloads {\n  /** Said. */\n  'x.y.z': {\n    /** Inside. */\n    a: Fact\n  }\n  'w.v.u': Fact\n}",
    ].join('\n')
    const { text } = eventsPage(source, { 'x.y.z': 2, 'w.v.u': 1 })
    assert.ok(text.includes("## Of x\n\n```ts\n/** Said. */\n'x.y.z': {\n  /** Inside. */\n  a: Fact\n}\n```"), text)
    assert.ok(text.includes("## Of w\n\n```ts\n'w.v.u': Fact\n```"))
    assert.ok(text.includes('```ts\ninterface Fact {\n  a: string\n}\n```'))
  })
})

describe('the pages of the site', () => {
  it('The pages of the site lead only to pages and headings that are there', () => {
    const headings = new Map(
      pages.map(({ path, text }) => [path, [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!))]),
    )
    let links = 0
    for (const { path, text } of pages) {
      relinked(text, (to, image) => {
        links += 1
        if (!image) assert.ok(headings.has(join(dirname(path), to)), `${path} leads to ${to}`)
        return to
      })
      for (const [, to, anchor] of text
        .replaceAll(/^```[\s\S]*?^```/gm, '')
        .matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)) {
        assert.ok(
          headings.get(to ? join(dirname(path), to) : path)!.includes(anchor!),
          `${path} leads to ${to}#${anchor}`,
        )
      }
    }
    assert.ok(links > 500)
  })

  it('The pages of the site have a title each, and those that are not shown from elsewhere stand in the sidebar', () => {
    const { themeConfig } = configOf(pages, '/pages', '/built')
    const sidebar = JSON.stringify(themeConfig!.sidebar)
    for (const { path, text } of pages) {
      assert.ok(titleOf(text), path)
      if (!path.startsWith('source/')) assert.ok(sidebar.includes(`"/${path.replace(/(index)?\.md$/, '')}"`), path)
    }
  })

  it('The pages of the site are led to as each file has its place', () => {
    assert.equal(placeOf('README.md'), 'index.md')
    assert.equal(placeOf('SECURITY.md'), 'project/security.md')
    assert.equal(placeOf('docs/security.md'), 'security.md')
    assert.equal(placeOf('docs/decisions/README.md'), 'decisions/index.md')
    assert.equal(placeOf('examples/discourse/README.md'), 'examples/discourse/index.md')
    const lead = (path: string, image: string | null) => `<${image ?? 'link'} ${path}>`
    assert.equal(
      relinked('[a](b.md#c) [`x`](d) ![i](e.png)', lead),
      '[a](<link b.md>#c) [`x`](<link d>) ![i](<markdown e.png>)',
    )
    assert.equal(
      relinked('<img src="f.png"> [g](#h) [w](https://w.org)', lead),
      '<img src="<html f.png>"> [g](#h) [w](https://w.org)',
    )
    const code = '`[a](b)`\n\n```md\n[a](b)\n```\n'
    assert.equal(relinked(code, lead), code)
  })

  it('The pages of the site show what they link to, and are refused where that is nothing', (t) => {
    const folder = repository(t, {
      'README.md': '# R\n\n[d](docs/d.md#x) ![i](docs/i.png)',
      'docs/d.md': '# D\n\n[up](../README.md) [code](../src/a.ts) [folder](../src) [e](../schema/errors.ts)',
      'docs/i.png': '',
      'src/a.ts': 'const a = 1\n',
      'schema/errors.ts': '',
    })
    const made = gather(folder, { 'schema/errors.ts': 'reference/refusals.md' })
    const page = (path: string) => made.pages.find((each) => each.path === path)!.text
    assert.equal(page('index.md'), '# R\n\n[d](./d.md#x) ![i](/i.png)')
    assert.deepEqual([...made.images], [['i.png', 'docs/i.png']])
    assert.equal(
      page('d.md'),
      '# D\n\n[up](./index.md) [code](./source/src/a-ts.md) [folder](./source/src.md) [e](./reference/refusals.md)',
    )
    assert.match(page('source/src/a-ts.md'), /# src\/a\.ts\n\n````ts\nconst a = 1\n````/)
    assert.match(page('source/src.md'), /- `a\.ts`/)
    writeFileSync(join(folder, 'docs/d.md'), '# D\n\n[gone](gone.md)')
    assert.throws(() => gather(folder, {}), /docs\/d\.md links to gone\.md, and nothing is there/)
  })
})

function repository(t: TestContext, files: Record<string, string>): string {
  const folder = temporaryFolder(t)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

function literally(text: string): string {
  return text.replaceAll(/[[\]!]/g, '\\$&')
}
