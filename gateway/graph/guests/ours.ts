// What is ours in a supergraph: what guests may name of it, and that composing them with it has changed nothing.

import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { uses } from '../join.ts'
import type { Supergraph } from '../supergraph.ts'

export interface Ours extends Supergraph {
  /** Types that guests may add fields to: by the key `id`. */
  entities: ReadonlySet<string>
  /** Types without a key that several of our parts have alike. */
  shared: ReadonlySet<string>
}

/** @param supergraph of our own parts alone */
export function oursOf(supergraph: Supergraph): Ours {
  const entities = new Set<string>()
  const shared = new Set<string>()
  for (const type of Object.values(supergraph.whole.getTypeMap())) {
    if (!isObjectType(type) || ['Query', 'Mutation', 'Subscription'].includes(type.name)) continue
    const keys = uses(type.astNode, 'join__type').map(({ key = null }) => key)
    if (keys.length > 0 && keys.every((key) => key === 'id')) entities.add(type.name)
    else if (keys.length > 1 && keys.every((key) => key === null)) shared.add(type.name)
  }
  return { ...supergraph, entities, shared }
}

/** How the joined supergraph says otherwise of what is ours; empty where it does not. */
export function changesOf(ours: Ours, joined: Supergraph): string[] {
  const changes: string[] = []
  const same = (what: string, before: unknown, after: unknown) => {
    if (JSON.stringify(before) !== JSON.stringify(after)) changes.push(`It would change ${what}, which is ours.`)
  }
  for (const schema of ['api', 'whole'] as const) {
    for (const type of Object.values(ours[schema].getTypeMap())) {
      if (type.name.startsWith('__') || type.name.startsWith('join__')) continue
      const after = joined[schema].getType(type.name)
      if (!after) changes.push(`It would take away ${type.name}, which is ours.`)
      else compareTypes(type, after)
    }
  }
  const directives = ({ api }: Supergraph) =>
    api
      .getDirectives()
      .map(({ name }) => name)
      .sort()
  same('the directives that clients have', directives(ours), directives(joined))
  for (const what of ['scopes', 'sizes'] as const) {
    for (const field of ours.answeredBy.keys())
      same(`the ${what} of ${field}`, ours[what].get(field) ?? null, joined[what].get(field) ?? null)
  }
  for (const [field, parts] of ours.answeredBy) {
    const after = [...(joined.answeredBy.get(field) ?? [])]
    const [type = '', name] = field.split('.')
    const kept = after.filter((part) => ours.parts.includes(part))
    same(`who answers ${field}`, [...parts].sort(), kept.sort())
    const open = ours.shared.has(type) || (ours.entities.has(type) && name === 'id')
    if (kept.length < after.length && !open) changes.push(`It would answer ${field}, which is ours.`)
  }
  same('what is sent together', [...ours.batches].sort(), [...joined.batches].sort())
  return [...new Set(changes)]

  function compareTypes(before: GraphQLNamedType, after: GraphQLNamedType): void {
    const { name } = before
    if (before.constructor !== after.constructor || before.description !== after.description)
      changes.push(`It would change ${name}, which is ours.`)
    else if (isEnumType(before) && isEnumType(after)) {
      const values = (type: typeof before) => type.getValues().map((each) => [each.name, each.deprecationReason])
      same(name, values(before), values(after))
    } else if (isUnionType(before) && isUnionType(after)) same(name, before.getTypes(), after.getTypes())
    else if (isInputObjectType(before) && isInputObjectType(after)) {
      const fields = (type: typeof before) => Object.values(type.getFields()).map(printInput)
      same(name, fields(before), fields(after))
    } else if ((isObjectType(before) && isObjectType(after)) || (isInterfaceType(before) && isInterfaceType(after))) {
      same(name, before.getInterfaces(), after.getInterfaces())
      const fields = after.getFields()
      for (const field of Object.values(before.getFields())) {
        const found = fields[field.name]
        same(`${name}.${field.name}`, printField(field), found ? printField(found) : null)
      }
      const open = isObjectType(before) && (ours.entities.has(name) || /^(Query|Mutation|Subscription)$/.test(name))
      if (!open) same(name, Object.keys(before.getFields()).sort(), Object.keys(fields).sort())
    }
  }
}

function printField({ type, args, deprecationReason, description }: GraphQLField<unknown, unknown>) {
  return [String(type), args.map(printInput), deprecationReason, description]
}

function printInput({
  name,
  type,
  defaultValue,
  deprecationReason,
}: Omit<GraphQLInputField, 'extensions' | 'astNode' | 'description'>) {
  return [name, String(type), defaultValue, deprecationReason]
}
