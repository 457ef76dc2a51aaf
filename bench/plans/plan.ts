// A statement as PostgreSQL ran it, from the plan in JSON: which pages and rows it looked at, and how. Times say little on
// another machine; these numbers do.

/** One run of a statement. */
export interface Ran {
  /** Without what differs from run to run: how many parameters a list has. */
  text: string
  /** Pages touched, in memory or on disk. */
  buffers: number
  /** Rows looked at in tables and indexes, wanted or not. */
  read: number
  returned: number
  scans: Scan[]
}

export interface Scan {
  node: string
  /** Such as proposals.votes; of a bitmap's index, its name. */
  table: string
  index: string | null
  rows: number
  /** Rows of an index that its table had to be asked about. */
  fetched: number
}

interface Node {
  'Node Type': string
  'Relation Name'?: string
  Schema?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  'Heap Fetches'?: number
  'Shared Hit Blocks'?: number
  'Shared Read Blocks'?: number
  Plans?: Node[]
}

/** @param told what auto_explain says of a run, in JSON */
export function ranOf(told: { 'Query Text': string; Plan: Node }): Ran {
  const { Plan: plan } = told
  const scans: Scan[] = []
  const walk = (node: Node) => {
    const scan = scanOf(node)
    if (scan) scans.push(scan)
    for (const child of node.Plans ?? []) walk(child)
  }
  walk(plan)
  return {
    text: plainText(told['Query Text']),
    buffers: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0),
    read: scans.reduce((sum, { rows }) => sum + rows, 0),
    returned: plan['Actual Rows'] * plan['Actual Loops'],
    scans,
  }
}

/** Where the plan says how a table or an index is read. What comes from elsewhere (a function, a subquery) is no table. */
function scanOf(node: Node): Scan | null {
  const type = node['Node Type']
  if (!/^(Seq Scan|Sample Scan|Index Scan|Index Only Scan|Bitmap Index Scan|Tid .*Scan)$/.test(type)) return null
  const loops = node['Actual Loops']
  const lost = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  return {
    node: type,
    table: node['Relation Name'] ?? '',
    index: node['Index Name'] ?? null,
    rows: Math.round((node['Actual Rows'] + lost) * loops),
    fetched: node['Heap Fetches'] ?? 0,
  }
}

function plainText(sql: string): string {
  return sql
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\(\$\d+(?:, ?\$\d+)+\)/g, '($…)')
    .replace(/\(\$\d+\)/g, '($…)')
    .replace(/(\(\$…\)(, )?){2,}/g, '($…)')
    .replace(/\$\d+/g, '$')
}
