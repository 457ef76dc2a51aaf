// Whether two answers are the same: the data with the names in the order in which GraphQL has them, and the errors, whose
// order it leaves open, by path, message and code. Below what is null because of an error it leaves open which errors are
// told: so of those it matters that there is one. A request that is refused as such is not compared.

import { type ExecutionResult, validate, visit } from 'graphql'
import type { Both, Request } from './both.ts'

export type Outcome =
  | { kind: 'same' }
  | { kind: 'refused'; code: string }
  | { kind: 'different'; whole: string; parted: string; masked: readonly string[] }

/** What our limits and names refuse in documents that GraphQL allows. */
const refusals: readonly unknown[] = ['NAME_REFUSED', 'TOO_COMPLEX', 'BAD_INPUT']

export async function compared(both: Both, request: Request): Promise<Outcome> {
  const parted = await both.parted(request)
  const masked = [...both.masked]
  const code = refusedBy(both, request, parted)
  if (code !== null) return { kind: 'refused', code }
  const [one, other] = [shown(await both.whole(request)), shown(parted)]
  return one === other ? { kind: 'same' } : { kind: 'different', whole: one, parted: other, masked }
}

function refusedBy({ api, requiring }: Both, { document }: Request, { data, errors }: ExecutionResult): string | null {
  const code = errors?.[0]?.extensions.code
  if (data || typeof code !== 'string' || errors![0]!.path) return null
  if (code === 'GRAPHQL_VALIDATION_FAILED') return validate(api, document).length > 0 ? code : null
  if (code !== 'PLAN_FAILED') return refusals.includes(code) ? code : null
  // What a part requires of another on the way to it is not always planned: https://github.com/graphql-hive/router/issues/1310.
  let requires = false
  visit(document, {
    Field({ name }) {
      requires ||= requiring.has(name.value)
    },
  })
  return requires ? code : null
}

function shown({ data, errors = [] }: ExecutionResult): string {
  const nulled = new Set<string>()
  const told: string[] = []
  for (const { path = [], message, extensions } of errors) {
    const place = placeOf(path, data)
    if (place) nulled.add(JSON.stringify([place, 'null for an error below']))
    else told.push(JSON.stringify([path, message, extensions.code]))
  }
  return [JSON.stringify(data), ...told.sort(), ...[...nulled].sort()].join('\n')
}

/** The place of the answer that is null and that the path leads through; null where it leads to its end, or elsewhere. */
function placeOf(path: readonly (string | number)[], data: unknown): readonly (string | number)[] | null {
  let here: any = data
  for (const [at, key] of path.entries()) {
    if (here === null) return path.slice(0, at)
    if (typeof here !== 'object' || !(key in here)) return null
    here = here[key]
  }
  return null
}
