// What clients may ask that may read a table: fields of the roots, arguments, and ways from one thing to another. What was asked
// of it is found in the operations that were sent.

import {
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { api } from './deeds.ts'

/** Such as `Query.proposal`, `Decision.actions`, `Community.actions(kind)`. */
export function askable(): string[] {
  return Object.values(api.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || /^__|Payload$/.test(type.name)) return []
    return Object.values(type.getFields()).flatMap((field) => [
      ...(isRoot(type) || leadsToThing(field) ? [`${type}.${field.name}`] : []),
      ...field.args.map(({ name }) => `${type}.${field.name}(${name})`),
    ])
  })
}

/** Everything that these operations ask, by the same names. */
export function askedBy(operations: Iterable<string>): Set<string> {
  const asked = new Set<string>()
  for (const operation of new Set(operations)) {
    const types = new TypeInfo(api)
    const Field = ({ name, arguments: given }: { name: { value: string }; arguments?: readonly any[] }) => {
      const field = `${types.getParentType()}.${name.value}`
      asked.add(field)
      for (const argument of given ?? []) asked.add(`${field}(${argument.name.value})`)
    }
    visit(parse(operation), visitWithTypeInfo(types, { Field }))
  }
  return asked
}

const roots = new Set<GraphQLNamedType | null | undefined>([
  api.getQueryType(),
  api.getMutationType(),
  api.getSubscriptionType(),
])
const isRoot = (type: GraphQLNamedType) => roots.has(type)

function leadsToThing({ type }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type)
  return isObjectType(named) && 'id' in named.getFields()
}
