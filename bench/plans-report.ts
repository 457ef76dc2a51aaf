// The plans as a table to be read.

import type { History } from '../test/plans/fill.ts'
import type { Compared } from '../test/plans/judge.ts'
import { shortened } from '../test/plans/plan.ts'

const head =
  '| statement | how it reads | index only | rows read / returned | pages, short | pages, long | holds |\n|---|---|---|---|---|---|---|'

/** PLANS.md. */
export function reportOf(compared: readonly Compared[], short: History, long: History, where: string): string {
  const said = (n: number) => n.toLocaleString('en')
  const of = (history: History) =>
    `${said(history.events)} events, ${said(history.votes)} votes, ${said(history.each)} of each other thing`
  const [counts, others] = [compared.filter((each) => each.counts), compared.filter((each) => !each.counts)]
  return `# Plans

${where}, \`npm run bench -- plans\`

Every statement that looks at a table which grows with the history, as PostgreSQL ran it (\`auto_explain\`) while the real server did
everything that clients, platforms and the clock have it do: over a short history (${of(short)}) and over a long one
(${of(long)}). Of each the costliest run. It holds where no table that grows is read from end to end, and where
over the long history no more than three times as many pages and rows are looked at as over the short one, and 250; or, of what returns
a page, six pages and two rows for each row of it. The pages shown are all that are touched, by writing too. \`the shapes\` are the
kinds, directions and states of actions that a community has, found one after another in an index.

${head}
${others
  .sort((a, b) => b.buffers - a.buffers)
  .map(line)
  .join('\n')}

## What counts

\`totalCount\` is counted when it is asked for, and costs what it counts. So that this is little, it is counted in an index alone.

${head}
${counts
  .sort((a, b) => b.buffers - a.buffers)
  .map(line)
  .join('\n')}
`
}

function line({ text, scans, read, returned, buffers, buffersOverShort, problems }: Compared): string {
  const how = [...new Set(scans.map(({ node, table, index }) => `${node} ${index ?? table}`))]
  const only = scans.length > 0 && scans.every(({ node }) => node === 'Index Only Scan') ? 'yes' : ''
  const held = problems.length === 0 ? 'yes' : `**no**: ${problems.join(', ')}`
  return `| \`${shortened(text)}\` | ${how.join(', ') || '–'} | ${only} | ${read} / ${returned} | ${buffersOverShort} | ${buffers} | ${held} |`
}
