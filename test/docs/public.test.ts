// What the project says in public, beside README.md and docs/: it leads to what is there, and names commands that there are.

import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const manifest = JSON.parse(read('package.json'))
const pages = [
  ...globSync('*.md', { cwd: root }),
  ...globSync(['package/*.md', 'examples/**/*.md', '.changeset/README.md', '.github/*.md'], { cwd: root }),
].sort()
const forms = globSync(['.github/**/*.yml', '.devcontainer/**/*.{json,yml}'], { cwd: root }).sort()
const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-')

describe('pages of the project', () => {
  it('Pages of the project are those that people look for', () => {
    const wanted = ['CHANGELOG', 'CODE_OF_CONDUCT', 'CONTRIBUTING', 'GOVERNANCE', 'README', 'SECURITY']
    for (const name of wanted) assert.ok(pages.includes(`${name}.md`), name)
  })

  for (const page of pages)
    it(`Pages of the project lead only to what is there: ${page}`, () => {
      // The package has the docs beside its README.
      const folder = page.startsWith('package/') ? root : join(root, dirname(page))
      for (const [, path, anchor] of read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
        const target = path ? join(folder, path) : join(root, page)
        assert.ok(existsSync(target), `${path}`)
        if (!anchor) continue
        const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, each]) => slug(each!))
        assert.ok(headings.includes(anchor), `${path}#${anchor}`)
      }
    })

  it('Pages of the project name commands that there are', () => {
    let named = 0
    for (const page of [...pages, ...forms, '.ci/run']) {
      for (const [, name] of read(page).matchAll(/npm run (?:--silent )?([a-z][a-z-]*)/g)) {
        assert.ok(name! in manifest.scripts, `${page}: npm run ${name}`)
        named++
      }
    }
    assert.ok(named > 20)
  })

  it('Pages of the project begin the changelog with the version that this is', () => {
    assert.equal(/^## (.*)$/m.exec(read('CHANGELOG.md'))![1], manifest.version)
  })
})

describe('.github/ and .devcontainer/', () => {
  it('.github/ and .devcontainer/ can be read', () => {
    assert.ok(forms.length >= 8)
    for (const form of forms) assert.equal(typeof parse(read(form)), 'object', form)
  })

  it('.github/ and .devcontainer/ use no action that somebody else can change', () => {
    const uses = forms.flatMap((form) => [...read(form).matchAll(/uses: (\S+)( # v\d+\.\d+\.\d+)?/g)])
    assert.ok(uses.length > 5)
    for (const [text, action, version] of uses) {
      assert.match(action!, /@[0-9a-f]{40}$/, text)
      assert.ok(version, `${text} says no version`)
    }
  })

  it('.github/ and .devcontainer/ let workflows do no more than they need, and put nothing from outside into a command', () => {
    for (const form of forms.filter((each) => each.startsWith('.github/workflows/'))) {
      const { permissions, jobs } = parse(read(form))
      assert.ok(
        Object.values(permissions).every((each) => each === 'read'),
        form,
      )
      const steps = Object.values<any>(jobs).flatMap((job) => job.steps)
      // An expression is put in before the shell reads it: it comes by `env` instead.
      for (const { run } of steps) assert.doesNotMatch(run ?? '', /\$\{\{/, form)
    }
  })
})
