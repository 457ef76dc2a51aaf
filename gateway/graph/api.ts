// What clients see of a supergraph.

import { transformSupergraphToPublicSchema } from '@theguild/federation-composition'
import { type DocumentNode, Kind, parse, print, visit } from 'graphql'

const guarding = /^(?:federation__)?(authenticated|requiresScopes|policy)$/

/** @throws Error where it is no GraphQL, or something in it is to be guarded that is not guarded here */
export function apiOf(supergraph: string): string {
  const document = parse(supergraph, { noLocation: true })
  refuseUnguarded(document)
  return print(transformSupergraphToPublicSchema(document))
}

/** A directive that is not looked at would be a door that stands open. */
function refuseUnguarded(document: DocumentNode): void {
  visit(document, {
    Directive({ name }, _key, _parent, _path, ancestors) {
      const [, directive] = guarding.exec(name.value) ?? []
      const at = ancestors.at(-1)
      const around = ancestors.at(-3)
      if (!directive || !at || Array.isArray(at)) return
      const isField = 'kind' in at && at.kind === Kind.FIELD_DEFINITION
      const isOfObject = around && 'kind' in around && /^ObjectType/.test(around.kind)
      if (isField && isOfObject && directive !== 'policy') return
      const place = 'name' in at && at.name ? ` "${(at.name as { value: string }).value}"` : ''
      throw new Error(
        `Wanted @${directive} at fields of object types alone, and no @policy; got @${directive} at${place}.`,
      )
    },
  })
}
