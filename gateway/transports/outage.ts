// What a subgraph that does not answer answers: UNAVAILABLE at each field that it was asked for.

import { type DocumentNode, GraphQLError, Kind } from 'graphql'
import type { SubgraphName } from '../names.ts'
import type { SubgraphResult } from './transport.ts'

export function outageOf(part: SubgraphName, document: DocumentNode): SubgraphResult {
  const message = `The part "${part}" does not answer now; try again.`
  const extensions = { code: 'UNAVAILABLE', part }
  return { errors: pathsOf(document).map((path) => new GraphQLError(message, { path, extensions })) }
}

/** Of each field at the top. Of entities the first: the runtime says where it stands in the answer. */
function pathsOf(document: DocumentNode): (string | number)[][] {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const paths: (string | number)[][] = []
  for (const field of operation?.selectionSet.selections ?? []) {
    if (field.kind !== Kind.FIELD) continue
    const key = field.alias?.value ?? field.name.value
    paths.push(field.name.value === '_entities' ? [key, 0] : [key])
  }
  return paths
}
