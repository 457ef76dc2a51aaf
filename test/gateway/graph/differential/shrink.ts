// A smaller request that still differs, for a person to read.

import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  specifiedRules,
  validate,
  valueFromASTUntyped,
  visit,
} from 'graphql'
import type { Request } from './both.ts'

/** Leaves out what can be left out, one after the other, until nothing can. */
export async function shrunk(
  api: GraphQLSchema,
  request: Request,
  differs: (request: Request) => Promise<boolean>,
): Promise<Request> {
  let smallest = request
  for (let found = true; found; ) {
    found = false
    for (let at = 0; ; at++) {
      const smaller = without(smallest, at)
      if (smaller === null) break
      if (smaller.query === smallest.query || validate(api, smaller.document, specifiedRules).length > 0) continue
      if (!(await differs(smaller))) continue
      smallest = smaller
      found = true
      at--
    }
  }
  return smallest
}

/** Without the `at`th thing that can be left out; null where there are fewer. */
function without(request: Request, at: number): Request | null {
  let count = 0
  const here = () => count++ === at
  const fragments = new Map(
    request.document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [],
    ),
  )
  const dropped: DocumentNode = visit(request.document, {
    OperationDefinition: (node) => {
      if (request.operationName !== null && node.name?.value !== request.operationName && here()) return null
      if (node.name && request.document.definitions.length === 1 + fragments.size && here())
        return { ...node, name: undefined }
      return undefined
    },
    SelectionSet: (node) => {
      if (node.selections.length > 1) {
        for (const each of node.selections) {
          if (here()) return { ...node, selections: node.selections.filter((other) => other !== each) }
        }
      }
      for (const each of node.selections) {
        if (each.kind === Kind.FIELD) continue
        const inner = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value)! : each
        if (!each.directives?.length && here()) {
          const selections = node.selections.flatMap((other) =>
            other === each ? inner.selectionSet.selections : other,
          )
          return { ...node, selections }
        }
        if (each.kind === Kind.FRAGMENT_SPREAD && here()) {
          const { typeCondition, selectionSet } = fragments.get(each.name.value)!
          const written = {
            kind: Kind.INLINE_FRAGMENT,
            typeCondition,
            selectionSet,
            directives: each.directives ?? [],
          } as const
          return { ...node, selections: node.selections.map((other) => (other === each ? written : other)) }
        }
      }
      return undefined
    },
    Field: (node) => {
      if (node.alias && here()) return { ...node, alias: undefined }
      // A field that leads on becomes `__typename`.
      if (node.selectionSet && here()) return { ...node, selectionSet: typename }
      return undefined
    },
    Directive: () => (here() ? null : undefined),
    Argument: () => (here() ? null : undefined),
    ObjectField: () => (here() ? null : undefined),
    Variable: (node, key) => {
      if (key === 'variable' || !here()) return undefined
      return writtenFor(request, node.name.value)
    },
  })
  if (count <= at) return null
  const document = used(dropped)
  const query = print(document)
  const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  const declared = (operations as OperationDefinitionNode[]).flatMap((each) => each.variableDefinitions ?? [])
  const names = declared.map(({ variable }) => variable.name.value)
  return {
    document: parse(query, { noLocation: true }),
    query,
    operationName: operations.length > 1 ? request.operationName : null,
    variables: Object.fromEntries(Object.entries(request.variables).filter(([name]) => names.includes(name))),
  }
}

const typename = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
} as const

/** What a variable stands for, written where it stood. */
function writtenFor({ document, variables }: Request, name: string) {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const declared = definition.variableDefinitions?.find(({ variable }) => variable.name.value === name)
    if (!declared) continue
    const value =
      name in variables ? variables[name] : declared.defaultValue && valueFromASTUntyped(declared.defaultValue)
    const text = JSON.stringify(value ?? null).replace(/"(\w+)":/g, '$1: ')
    const [field] = (parse(`{ f(a: ${text}) }`, { noLocation: true }).definitions[0] as any).selectionSet.selections
    return field.arguments[0].value
  }
  return undefined
}

/** Without the fragments and variables that nothing uses any more. */
function used(document: DocumentNode): DocumentNode {
  const spread = new Set<string>()
  const named = new Set<string>()
  visit(document, {
    FragmentSpread: ({ name }) => void spread.add(name.value),
    Variable: ({ name }, key) => void (key === 'variable' || named.add(name.value)),
  })
  const less: DocumentNode = visit(document, {
    FragmentDefinition: ({ name }) => (spread.has(name.value) ? undefined : null),
    VariableDefinition: ({ variable }) => (named.has(variable.name.value) ? undefined : null),
  })
  return less === document ? document : used(less)
}
