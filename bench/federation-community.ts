// Folkmoot's own four subgraphs as the federation bench has them, over a community that has voted: 50 members with cred, and 25
// ballots.

import { readConfig } from '../backbone/config.ts'
import { adminViewer } from '../backbone/security/viewer.ts'
import type { Subgraph } from '../backbone/subgraph/subgraph.ts'
import { subgraphNames } from '../gateway/names.ts'
import { startFolkmoot } from '../gateway/processes/start.ts'
import { run } from '../gateway/run.ts'
import { type SubgraphModules, subgraphModules } from '../gateway/subgraph-modules.ts'
import { buildInstance, manyPeople, startSourceCred } from '../sandbox/sourcecred/index.ts'
import { type Made, mutateBy } from './client.ts'
import { serveParts } from './federation-parts.ts'

const people = 50
const ballots = 25

await run(async () => {
  const subgraphs: Partial<Record<string, Subgraph>> = {}
  const modules = Object.fromEntries(
    subgraphNames.map((name) => [
      name,
      async () => {
        const module = await subgraphModules[name]()
        return {
          ...module,
          create(deps: Parameters<typeof module.create>[0]) {
            const subgraph = module.create(deps)
            subgraphs[name] = subgraph
            return subgraph
          },
        }
      },
    ]),
  ) as unknown as SubgraphModules
  const folkmoot = await startFolkmoot(readConfig(), { modules, driver: false })
  await settle(folkmoot.url)
  const parts = await serveParts(
    Object.fromEntries(
      Object.entries(subgraphs).map(([name, subgraph]) => [
        name,
        { schema: subgraph!.schema, context: () => subgraph!.context(adminViewer) },
      ]),
    ),
  )
  return {
    async stop() {
      parts.stop()
      await folkmoot.stop()
    },
  }
})

async function settle(url: string): Promise<void> {
  const mutate = mutateBy(url)
  await mutate('createCommunity', 'CreateCommunityInput', { slug: 'bench', name: 'Bench' })
  const known = manyPeople(people).map((person, index) => ({ ...person, weekly: 1 + (index % 7) }))
  const source = await startSourceCred({
    instance: buildInstance({ people: known, weeks: 12, only: ['credGrainView', 'accounts'] }),
  })
  await mutate('connectCred', 'ConnectCredInput', { community: 'bench', url: source.url })
  await source.stop()
  const members = await Promise.all(
    known.map(async ({ name }, index) => {
      const input = { community: 'bench', name: `Member ${index}`, accounts: [{ platform: 'github', username: name }] }
      const { member } = await mutate<Made<'member'>>('addMember', 'AddMemberInput', input, 'member { id }')
      return member.id
    }),
  )
  for (let index = 0; index < ballots; index++) {
    const input = { community: 'bench', title: `Pay invoice ${index}?`, closesIn: 'P1D', passes: { closeEarly: false } }
    const { proposal } = await mutate<Made<'proposal'>>('openProposal', 'OpenProposalInput', input, 'proposal { id }')
    const vote = { proposal: proposal.id, choices: ['approve'], source: 'folkmoot' }
    const voters = members.slice(0, index % 5)
    await Promise.all(voters.map((member) => mutate('castVote', 'CastVoteInput', { ...vote, member })))
  }
}
