// The terms of an expense: what people agree to who say yes to it. They are kept with ballots and decisions, so they are
// bounded: a long text is kept by its beginning and its hash, and so is what goes beyond the first items.

import { createHash } from 'node:crypto'
import { cut } from '../../../../schema/policy/text.ts'
import type { Terms } from '../../../../schema/terms.ts'
import type { ExpenseState, PlatformDeps } from '../platform.ts'
import type { ExpenseAnswer } from './expense-answer.ts'

export const termNames = [
  'amountInCents',
  'currency',
  'payee',
  'payoutMethod',
  'account',
  'type',
  'description',
  'longDescription',
  'items',
  'files',
] as const

const longestText = 2_000
const mostItems = 50

/** @param account the slug of the collective (or of its project) that pays */
export function termsOf(expense: ExpenseAnswer, account: string): Terms & Record<(typeof termNames)[number], unknown> {
  const items = (expense.items ?? []).filter((item) => item !== null)
  return {
    amountInCents: expense.amountV2?.valueInCents ?? 0,
    currency: expense.amountV2?.currency ?? '',
    payee: expense.payee?.slug ?? '',
    payoutMethod: expense.payoutMethod && { type: expense.payoutMethod.type, id: expense.payoutMethod.id },
    account,
    type: expense.type ?? null,
    description: bounded(expense.description),
    longDescription: bounded(expense.longDescription),
    items: listed(
      items.map((item) => ({
        description: bounded(item.description),
        amountInCents: item.amountV2?.valueInCents ?? null,
        currency: item.amountV2?.currency ?? null,
        incurredAt: item.incurredAt,
        file: fileAt(item.url),
      })),
    ),
    files: listed((expense.attachedFiles ?? []).map(({ url }) => fileAt(url))),
  }
}

interface File {
  /** The SHA-256 of its address: a receipt's address opens it to whoever knows it, and terms are told to all. */
  address: string
  /** Null until it was read, and where it cannot be. */
  sha256: string | null
}

/** A file by the hash of its address, without what a storage service signs anew at each reading. */
function fileAt(url: string | null): File | null {
  return url ? { address: `sha256:${digest(lasting(url))}`, sha256: null } : null
}

/** Where the files of an expense are read, by the name that they have in its terms. Neither kept nor told. */
export function addressesOf(expense: ExpenseAnswer): Map<string, string> {
  const urls = [...(expense.items ?? []), ...(expense.attachedFiles ?? [])].flatMap((each) => each?.url ?? [])
  return new Map(urls.map((url) => [fileAt(url)!.address, url]))
}

function lasting(url: string): string {
  if (!URL.canParse(url)) return url
  const address = new URL(url)
  const passing = [...address.searchParams.keys()].filter((name) =>
    /^(x-amz-|expires$|signature$|awsaccesskeyid$)/i.test(name),
  )
  for (const name of passing) address.searchParams.delete(name)
  return address.href
}

function bounded(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null
  const clean = cut(text, Number.POSITIVE_INFINITY)
  return clean.length <= longestText ? clean : `${cut(clean, longestText)} (SHA-256 ${digest(clean)})`
}

function listed<T>(all: T[]): unknown[] {
  if (all.length <= mostItems) return all
  const rest = all.slice(mostItems)
  return [...all.slice(0, mostItems), `and ${rest.length} more (SHA-256 ${digest(JSON.stringify(rest))})`]
}

const digest = (of: string | Buffer) => createHash('sha256').update(of).digest('hex')

const mostFiles = 20
const largestFile = 10 * 1024 * 1024 // bytes
const patience = 15_000 // milliseconds for all of them

/**
 * The terms with the SHA-256 of every attached file that can be read without signing in: at most 20 files of 10 MiB. One that
 * cannot be read keeps null.
 */
export async function sealed(
  fetch: PlatformDeps['fetch'],
  { terms, addresses }: Pick<ExpenseState, 'terms' | 'addresses'>,
): Promise<Terms> {
  let left = mostFiles
  const signal = AbortSignal.timeout(patience)
  const read = async (file: File): Promise<File> => {
    const url = addresses.get(file.address)
    if (url === undefined || left-- <= 0) return file
    try {
      const answer = await fetch(url, { timeoutMs: patience, maxBytes: largestFile, redirects: 3, signal })
      return answer.status === 200 ? { ...file, sha256: digest(answer.body) } : file
    } catch {
      return file
    }
  }
  const files: unknown[] = []
  for (const file of asList(terms.files)) files.push(isFile(file) ? await read(file) : file)
  const items: unknown[] = []
  for (const item of asList(terms.items)) {
    const { file } = (typeof item === 'object' && item !== null ? item : {}) as { file?: unknown }
    items.push(isFile(file) ? { ...(item as object), file: await read(file) } : item)
  }
  return { ...terms, ...(terms.items ? { items } : {}), ...(terms.files ? { files } : {}) }
}

/** Files whose content was pinned and cannot be read now: whether they are the same is not known. */
export function unreadable(pinned: Terms, now: Terms): string[] {
  const read = new Set(filesOf(now).flatMap(({ address, sha256 }) => (sha256 ? [address] : [])))
  const known = filesOf(now).map(({ address }) => address)
  return filesOf(pinned).flatMap(({ address, sha256 }) =>
    sha256 && known.includes(address) && !read.has(address) ? [address] : [],
  )
}

function filesOf(terms: Terms): File[] {
  const ofItems = asList(terms.items).map((item) => (item as { file?: unknown } | null)?.file)
  return [...asList(terms.files), ...ofItems].filter(isFile)
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const isFile = (value: unknown): value is File =>
  typeof value === 'object' && value !== null && typeof (value as File).address === 'string'
