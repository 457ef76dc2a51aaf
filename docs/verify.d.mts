// What the page uses of verify.mjs.

export interface Found {
  decisions: number
  recounted: number
  erased: number
  head: string | null
  /** Ids of decisions by their hash. */
  hashes: ReadonlyMap<string, string>
  signed: boolean | null
  brokenAt: string | null
  problem: string | null
}
export interface Vote {
  choices: readonly string[]
  weight: number
}
type Ask = (query: string, variables: Record<string, unknown>) => Promise<any>
interface Options {
  sha256?: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>
  heads?: readonly string[]
  receipts?: readonly object[]
  signedBy?: string | null
}

export interface AuditFound {
  entries: number
  /** Of those, whose address was erased with a member. */
  erased: number
  /** The place before the first, and its hash. */
  from: number
  before: string | null
  head: string | null
  signed: boolean | null
  brokenAt: number | null
  problem: string | null
}

export const problems: Record<string, string>
export const auditProblems: Record<string, string>
export function checkAudit(
  lines: AsyncIterable<any> | Iterable<any>,
  options?: Pick<Options, 'sha256' | 'heads' | 'signedBy'>,
): Promise<AuditFound>
export function auditInWords(found: AuditFound): string
export function canonical(value: unknown): string
export function recount(record: any, votes: readonly Vote[]): { outcome: string; choice: string | null; tally: any }
export function check(lines: AsyncIterable<any> | Iterable<any>, options?: Options): Promise<Found>
export function inWords(found: Omit<Found, 'hashes'>): string
export function exportOf(ask: Ask, community: string, keys?: readonly object[]): AsyncGenerator<any>
