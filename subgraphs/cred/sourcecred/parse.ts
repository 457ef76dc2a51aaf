// From the files of an instance to a packed table. Pure, and slow for large instances: `parse-apart.ts` runs it on a
// thread of its own, with a limit to its memory.

import { deflateSync } from 'node:zlib'
import type { Reading } from '../domain/reading.ts'
import { packTable } from '../domain/table.ts'
import { readAccounts } from './accounts.ts'
import { readCredGrainView } from './cred-grain-view.ts'
import { readCredGraph } from './cred-graph.ts'
import { parseJson } from './inflate.ts'
import { joinLedger, type LedgerState, readLedger } from './ledger.ts'
import { SourceProblem } from './problem.ts'

/** Where cred may be, best first. Their values agree exactly where all exist. */
export const credFiles = [
  'output/credGrainView',
  'output/accounts.json',
  'output/credGraph',
  'output/credGraph.json.gzip',
] as const
export const ledgerFile = 'data/ledger.json'

export interface InstanceFile {
  path: string
  bytes: Uint8Array
}

export interface Parsed {
  /** Deflated table. */
  body: Uint8Array
  table: Uint8Array
  participants: number
  lastIntervalEnd: number
  /** What was wrong with the ledger, if anything was: then there is no Grain. */
  ledgerProblem: string | null
}

/** The most numbers (participants times weeks) that are kept in memory for one snapshot: 256 MB of them. */
const mostNumbers = 32 * 1024 * 1024

/** Reads one file of cred, and the ledger where there is one. @throws SourceProblem */
export function readInstance(
  file: InstanceFile,
  ledgerBytes: Uint8Array | null,
): { reading: Reading; ledgerProblem: string | null } {
  const { ledger, problem: ledgerProblem } = ledgerOf(ledgerBytes)
  const json = parseJson(file.path, file.bytes)
  const reading = file.path.startsWith('output/credGraph')
    ? readCredGraph(file.path, json, ledger)
    : file.path.endsWith('accounts.json')
      ? readAccounts(file.path, json)
      : readCredGrainView(file.path, json)
  if (reading.participants.length === 0) throw new SourceProblem('EMPTY', `${file.path} has no participants.`)
  return { reading: ledger ? joinLedger(reading, ledger) : reading, ledgerProblem }
}

/** Reads and packs. @throws SourceProblem */
export function parseInstance(file: InstanceFile, ledgerBytes: Uint8Array | null): Parsed {
  const { reading, ledgerProblem } = readInstance(file, ledgerBytes)
  if (reading.participants.length * reading.weeks.length > mostNumbers) {
    const size = `${reading.participants.length} participants over ${reading.weeks.length} weeks`
    throw new SourceProblem('TOO_LARGE', `${file.path} has ${size}, more than are kept.`)
  }
  const table = packTable(reading)
  return {
    body: deflateSync(table, { level: 4 }),
    table,
    participants: reading.participants.length,
    lastIntervalEnd: reading.weeks.at(-1)!.end,
    ledgerProblem,
  }
}

// Private:

function ledgerOf(bytes: Uint8Array | null): { ledger: LedgerState | null; problem: string | null } {
  if (bytes === null) return { ledger: null, problem: null }
  try {
    return { ledger: readLedger(ledgerFile, bytes), problem: null }
  } catch (problem) {
    if (!(problem instanceof SourceProblem)) throw problem
    return { ledger: null, problem: problem.message }
  }
}
