// Where docs/api.md shows an operation: the reference leads there.

import { type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'

/** By `Type.field`, the heading under which an example first asks for the field. */
export function headingsOfExamples(schema: GraphQLSchema, text: string): Map<string, string> {
  const shown = new Map<string, string>()
  let heading = ''
  for (const [, title, source] of text.matchAll(/^#+ ([^\n]+)$|^```graphql\n(.*?)^```$/gms)) {
    if (title !== undefined) heading = title
    else {
      const types = new TypeInfo(schema)
      const seen = (field: string) => void (shown.has(field) || shown.set(field, heading))
      visit(
        parse(source!),
        visitWithTypeInfo(types, { Field: ({ name }) => seen(`${types.getParentType()}.${name.value}`) }),
      )
    }
  }
  return shown
}
