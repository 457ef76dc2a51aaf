// What the planner wants changed in what is sent to a part, and in what it answers: fields that would have stood in each
// other's way have other names there, and an interface object is called as the part calls it.

import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner'
import type { Entity } from './places.ts'
import type { Narrowing } from './types.ts'

/** Changes the value, and what is in it, in place. */
export type Rewrite = (value: unknown) => void

export function rewriteOf(rewrites: readonly FetchRewrite[], narrow: Narrowing): Rewrite | null {
  if (rewrites.length === 0) return null
  const all = rewrites.map((each) => {
    const { path, change } = read(each)
    return along(path, 0, change, narrow)
  })
  return (value) => {
    for (const rewrite of all) rewrite(value)
  }
}

/** Names that a part's answer has by the planner's will, by what they are called in the answer. */
export function renamesOf(rewrites: readonly FetchRewrite[]): ReadonlyMap<string, string> {
  const renames = new Map<string, string>()
  for (const each of rewrites) {
    if (!('KeyRenamer' in each)) continue
    const last = each.KeyRenamer.path.at(-1)
    if (last && 'Key' in last) renames.set(last.Key, each.KeyRenamer.renameKeyTo)
  }
  return renames
}

type Change = (entity: Entity, key: string) => void

function read(rewrite: FetchRewrite): { path: readonly FetchNodePathSegment[]; change: Change } {
  if ('KeyRenamer' in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer
    return {
      path,
      change(entity, key) {
        if (!Object.hasOwn(entity, key)) return
        entity[renameKeyTo] = entity[key]
        delete entity[key]
      },
    }
  }
  const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite
  return {
    path,
    change(entity, key) {
      entity[key] = setValueTo
    },
  }
}

function along(path: readonly FetchNodePathSegment[], index: number, change: Change, narrow: Narrowing): Rewrite {
  const segment = path[index]
  if (segment === undefined) throw new Error('Wanted a rewrite that ends at a field; got one that ends before.')
  const rest = index < path.length - 1 ? along(path, index + 1, change, narrow) : null
  const fitting = 'TypenameEquals' in segment ? narrow([segment.TypenameEquals].flat()) : null
  const here: Rewrite = (value) => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const each of value) here(each)
      return
    }
    const entity = value as Entity
    if (fitting) {
      const { __typename: type } = entity
      if (typeof type !== 'string' || fitting.has(type)) rest?.(entity)
    } else if (rest) rest(entity[(segment as { Key: string }).Key])
    else change(entity, (segment as { Key: string }).Key)
  }
  return here
}
