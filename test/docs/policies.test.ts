import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { acceptPolicy, describePolicy, knownRoles } from '../../schema/policy/index.ts'
import { ofTheDriver } from '../../schema/policy/publishing.ts'
import { installedPlatforms } from '../../subgraphs/actions/platforms/index.ts'
import { hears, performs } from '../../subgraphs/actions/platforms/opencollective/kinds.ts'

const text = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8')
const policies = [...text.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1]!)
const capabilities = [...installedPlatforms({} as never).values()].map(({ name, termNames, ...told }) => ({
  platform: name,
  terms: termNames,
  ...told,
}))
const roles = knownRoles(['steward', 'council', 'treasurer'].map((name) => ({ id: name, name })))

describe('docs/policies.md', () => {
  it('docs/policies.md has examples', () => assert.ok(policies.length >= 6))

  for (const policy of policies)
    it(`docs/policies.md shows a policy that is taken: ${/name: (.*)/.exec(policy)?.[1]}`, () => {
      assert.match(describePolicy(acceptPolicy(policy, [...capabilities, ofTheDriver], roles)), /^When /)
    })

  it('docs/policies.md names every kind of Open Collective', () => {
    for (const kind of [...hears, ...performs]) {
      const [, object, verb] = kind.split('.')
      assert.ok(text.includes(`\`${verb}\``) || text.includes(`\`${object}.${verb}\``), kind)
    }
  })
})
