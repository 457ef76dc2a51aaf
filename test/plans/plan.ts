// A statement as PostgreSQL ran it, from the plan in JSON: which pages and rows it looked at, and how. Times say little on
// another machine; these numbers do.

/** One run of a statement. */
export interface Ran {
  /** Without what differs from run to run: how many parameters a list has. */
  text: string
  /** Pages touched, in memory or on disk. */
  buffers: number
  /** Of these, by reading tables and indexes. */
  scanned: number
  /** Rows looked at in tables and indexes, wanted or not. */
  read: number
  returned: number
  scans: Scan[]
}

export interface Scan {
  node: string
  /** Without its schema; of a bitmap, nothing. */
  table: string
  index: string | null
  rows: number
  /** Rows of an index that its table had to be asked about. */
  fetched: number
}

interface Node {
  'Node Type': string
  'Relation Name'?: string
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
    buffers: buffersOf(plan),
    scanned: scannedBy(plan),
    read: scans.reduce((sum, { rows }) => sum + rows, 0),
    returned: Math.round(plan['Actual Rows'] * plan['Actual Loops']),
    scans,
  }
}

/** A node's pages are also those of the nodes under it. */
const buffersOf = (node: Node) => (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0)

function scannedBy(node: Node): number {
  if (isScan(node) || node['Node Type'] === 'Bitmap Heap Scan') return buffersOf(node)
  return (node.Plans ?? []).reduce((sum, child) => sum + scannedBy(child), 0)
}

const isScan = (node: Node) =>
  /^(Seq Scan|Sample Scan|Index Scan|Index Only Scan|Bitmap Index Scan|Tid .*Scan)$/.test(node['Node Type'])

/** Where the plan says how a table or an index is read. What comes from elsewhere (a function, a subquery) is no table. */
function scanOf(node: Node): Scan | null {
  if (!isScan(node)) return null
  const loops = node['Actual Loops']
  const lost = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  return {
    node: node['Node Type'],
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

/** The statement without what it selects, as far as one reads. */
export function shortened(text: string): string {
  const plain = text
    .replaceAll('"', '')
    .replaceAll('|', '\\|')
    .replaceAll('`', '')
    .replace(/with recursive shapes as .* select a\.kind, a\.direction, a\.status from (shapes)/, 'the $1')
    .replace(/^(select) (?!count|exists|coalesce|max|min).*? (from) /i, '$1 … $2 ')
  return plain.length > 260 ? `${plain.slice(0, 259)}…` : plain
}
