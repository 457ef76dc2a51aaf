// Subgraphs of others that an operator adds to the four: where each is, as the environment and a file of YAML say it.

import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { isMap, isNode, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { shownAddress } from '../../schema/shown-address.ts'
import { isOurs, subgraphNames } from '../../schema/subgraph-names.ts'

export interface GuestSetting {
  name: string
  /** Where it answers over HTTP; null: it is a module. */
  url: string | null
  /** A file with an ES module, which is loaded into the gateway's own process. */
  module: string | null
  /** A file with its SDL; null: it is asked for it. */
  sdl: string | null
  /** What its subscriptions go over. */
  subscriptions: 'ws' | 'sse'
  /** Seconds until it must have answered. */
  timeout: number
}

export interface GuestSettings {
  /** From the environment. */
  listed: readonly GuestSetting[]
  /** A file that has more of them; null: none. */
  file: string | null
  /** Seconds between looks whether the file or what a subgraph says of itself has changed. */
  every: number
}

/** Whether there are any, or may come to be. */
export const hasGuests = ({ listed, file }: GuestSettings): boolean => listed.length > 0 || file !== null

export const noGuests: GuestSettings = { listed: [], file: null, every: 10 }

const usual = { module: null, url: null, sdl: null, subscriptions: 'ws', timeout: 5 } as const
const longest = 25 // seconds: less than a query has in all, so that the rest of it is answered
const most = 50

/** @throws Error that names the variable, what was wanted and what was got */
export function readGuestSettings(environment: Readonly<Record<string, string | undefined>>): GuestSettings {
  const listed = (environment.FOLKMOOT_SUBGRAPHS ?? '').split(',').flatMap((text) => {
    if (text.trim() === '') return []
    const [, name = '', where = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/s.exec(text) ?? []
    const given = isModule(where) ? { module: resolve(where) } : { url: where }
    const problem = problemOf({ name, ...given })
    if (problem)
      throw new Error(
        `FOLKMOOT_SUBGRAPHS: wanted ${problem}, as in badges=http://127.0.0.1:5001/graphql, with commas between; got "${where === '' ? text.trim().slice(0, 100) : `${name}=${shownAddress(where)}`}".`,
      )
    return [{ ...usual, name, ...given }]
  })
  const every = environment.FOLKMOOT_SUBGRAPHS_EVERY || '10'
  if (!/^[1-9]\d{0,5}$/.test(every))
    throw new Error(`FOLKMOOT_SUBGRAPHS_EVERY: wanted a whole number of seconds, at least 1; got "${every}".`)
  const file = environment.FOLKMOOT_CONFIG ? resolve(environment.FOLKMOOT_CONFIG) : null
  return { listed, file, every: Number(every) }
}

/** All of them, as the file has them now. @throws Error that names the file, the line, what was wanted and what was got */
export function guestsNow({ listed, file }: Pick<GuestSettings, 'listed' | 'file'>): GuestSetting[] {
  const all = [...listed, ...(file === null ? [] : guestsOfFile(file))]
  const names = new Set<string>()
  for (const { name } of all) {
    if (names.has(name)) throw new Error(`FOLKMOOT_SUBGRAPHS: wanted each name once; got "${name}" in the file, too.`)
    names.add(name)
  }
  if (all.length > most) throw new Error(`Wanted at most ${most} subgraphs; got ${all.length}.`)
  return all
}

const isModule = (text: string) => !/^[a-z]+:\/\//i.test(text) && /\.[cm]?[jt]s$/.test(text)

const nameWanted = 'a name of at most 30 small letters and digits that begins with a letter'
const namesTaken = `a name that is none of ours (${subgraphNames.join(', ')}, driver, gateway)`
const fileWanted = 'the path of a file'
const entry = z.strictObject({
  name: z
    .string({ error: nameWanted })
    .regex(/^[a-z][a-z0-9]{0,29}$/, { error: nameWanted })
    .refine((name) => !isOurs(name) && name !== 'driver' && name !== 'gateway', { error: namesTaken }),
  url: z
    .string({ error: 'an http(s) address' })
    .refine(isAddress, { error: 'an http(s) address without a password' })
    .optional(),
  module: z
    .string({ error: fileWanted })
    .refine((text) => isModule(text), { error: 'the path of an ES module (.mjs, .js or .ts)' })
    .optional(),
  sdl: z.string({ error: fileWanted }).min(1, { error: fileWanted }).optional(),
  subscriptions: z.enum(['ws', 'sse'], { error: 'ws or sse' }).optional(),
  timeout: z
    .number({ error: `seconds from 1 to ${longest}` })
    .min(1, { error: `seconds from 1 to ${longest}` })
    .max(longest, { error: `seconds from 1 to ${longest}` })
    .optional(),
})
const whole = z.strictObject(
  { subgraphs: z.array(entry, { error: 'a list of subgraphs' }) },
  { error: 'subgraphs: and a list' },
)

function isAddress(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash
}

function problemOf(given: { name: string }): string | null {
  const found = entry.safeParse(given)
  return found.success ? null : found.error.issues[0]!.message
}

function guestsOfFile(file: string): GuestSetting[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(
      `FOLKMOOT_CONFIG: wanted a file that can be read; got "${file}" (${(error as NodeJS.ErrnoException).code}).`,
    )
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const at = (offset: number | undefined) => (offset === undefined ? file : `${file}:${lines.linePos(offset).line}`)
  const [bad] = document.errors
  if (bad) throw new Error(`${at(bad.pos[0])}: wanted YAML; got ${bad.message.split('\n')[0]}`)
  const value = document.toJS({ maxAliasCount: 0 }) ?? {}
  const read = whole.safeParse(value)
  if (!read.success) {
    const told = read.error.issues.map((issue) => {
      const path = issue.path as (string | number)[]
      if (issue.code === 'unrecognized_keys') {
        const shape = path.length === 0 ? whole.shape : entry.shape
        const place = offsetOf(document.getIn(path, true), issue.keys[0]!) ?? offsetOf(document.getIn(path, true))
        return `${at(place)}: wanted the keys ${Object.keys(shape).join(', ')}; got "${issue.keys.join('", "')}".`
      }
      const got = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value)
      const node = nearest(document, path)
      return `${at(offsetOf(node))}: wanted ${issue.message}${path.length > 0 ? ` at ${path.join('.')}` : ''}; got ${shown(got)}.`
    })
    throw new Error(told.join('\n'))
  }
  const folder = dirname(file)
  const inFolder = (path: string | undefined) => (path === undefined ? null : resolve(folder, path))
  return read.data.subgraphs.map(({ name, url = null, module, sdl, subscriptions, timeout }, index) => {
    const line = at(offsetOf(document.getIn(['subgraphs', index], true)))
    if ((url === null) === (module === undefined))
      throw new Error(`${line}: wanted either url or module of "${name}"; got ${url === null ? 'none' : 'both'}.`)
    return {
      name,
      url,
      module: inFolder(module),
      sdl: inFolder(sdl),
      subscriptions: subscriptions ?? usual.subscriptions,
      timeout: timeout ?? usual.timeout,
    }
  })
}

/** The node at the path, or the last around it that is there. */
function nearest(document: ReturnType<typeof parseDocument>, path: readonly (string | number)[]): unknown {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node)) return node
  }
  return document.contents
}

function offsetOf(node: unknown, key?: string): number | undefined {
  if (key === undefined) return isNode(node) ? node.range?.[0] : undefined
  const pair = isMap(node) ? node.items.find((each) => String(each.key) === key) : undefined
  return (pair?.key as Node | undefined)?.range?.[0]
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'string' ? `"${shownAddress(value)}"` : (JSON.stringify(value)?.slice(0, 100) ?? 'nothing')
}
