// A subgraph's schema, from its SDL, with all that stands before its resolvers: declared scopes and ceilings, the second
// administrator, and the act that a mutation is for the audit log. A resolver cannot be asked past them.

import { readFileSync } from 'node:fs'
import { buildSubgraphSchema, type GraphQLSchemaModule } from '@apollo/subgraph'
import { type GraphQLSchema, parse } from 'graphql'
import { audited } from '../log/acts.ts'
import { applyCeilings, applyScopes } from '../subgraph/graphql.ts'
import type { SubgraphName } from '../subgraph/subgraph.ts'
import { type FourEyesDeps, withFourEyes } from './second-admin.ts'

type Resolvers = NonNullable<GraphQLSchemaModule['resolvers']>

/** @param name of the subgraph, whose SDL stands in `schema/` */
export function guardedSchema(name: SubgraphName, resolvers: Resolvers, deps: FourEyesDeps): GraphQLSchema {
  const typeDefs = parse(readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8'))
  return audited(withFourEyes(applyCeilings(applyScopes(buildSubgraphSchema([{ typeDefs, resolvers }]))), deps))
}
