// Values that stand in an operation itself. The planner (Rust) reads and writes them otherwise than GraphQL means them: a
// control character comes out as another, 1e400 as the text "inf", and what is nested deep or has more than 64 bits not at
// all. So texts with control characters go beside the operation, as variables, and the others are refused.

import {
  type ConstValueNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  parseType,
  print,
  TypeInfo,
  type ValueNode,
  type VariableDefinitionNode,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql'

const deepest = 20 // lists and objects in one another; with the fields around them the planner stands 50
const integers = { least: -(2n ** 63n), most: 2n ** 63n - 1n, digits: 20 }

/** What is wrong with a value of the document, as a sentence; null where nothing is. Needs no schema. */
export function badLiteral(document: DocumentNode): string | null {
  let found: string | null = null
  let depth = 0
  const nested = {
    enter() {
      if (++depth > deepest) found ??= `Wanted values nested at most ${deepest} deep; got more: give them as variables.`
    },
    leave() {
      depth--
    },
  }
  visit(document, {
    ListValue: nested,
    ObjectValue: nested,
    IntValue({ value }) {
      const { least, most, digits } = integers
      if (value.length > digits || BigInt(value) < least || BigInt(value) > most)
        found ??= `Wanted whole numbers of at most 64 bits; got ${value.slice(0, 40)}.`
    },
    FloatValue({ value }) {
      if (!Number.isFinite(Number(value))) found ??= `Wanted numbers up to 1.7e308; got ${value.slice(0, 40)}.`
    },
  })
  return found
}

/** The operation without the values in it, which may be anybody's secrets: for the log. */
export function shapeOf(text: string): string {
  return print(
    visit(parse(text, { noLocation: true }), {
      StringValue: (node) => ({ ...node, value: '', block: false }),
      IntValue: (node) => ({ ...node, value: '0' }),
      FloatValue: (node) => ({ ...node, value: '0' }),
    }),
  )
}

export interface Lifted {
  document: DocumentNode
  variables(given: Record<string, unknown>): Record<string, unknown>
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/
const hasControl = (node: ValueNode): boolean => {
  let found = false
  visit(node, {
    StringValue({ value }) {
      found ||= control.test(value)
    },
  })
  return found
}
const withoutControl = (node: ConstValueNode): ConstValueNode =>
  visit(node, {
    StringValue: (text) => ({ ...text, value: text.value.replace(new RegExp(control, 'g'), ' '), block: false }),
  })

/**
 * The document with texts that have control characters as variables. Defaults that have some are given with the variables;
 * what stands in their place is never taken, but without any a variable that may be null fits nothing that must not be.
 * @param nameOf gives our variables names that no client's has
 */
export function lifted(schema: GraphQLSchema, document: DocumentNode, nameOf: (index: number) => string): Lifted {
  const types = new TypeInfo(schema)
  const ours: Record<string, string> = {}
  const defaults: Record<string, unknown> = {}
  const declared: VariableDefinitionNode[] = []
  const changed: DocumentNode = visit(
    document,
    visitWithTypeInfo(types, {
      VariableDefinition({ defaultValue, ...node }) {
        if (!defaultValue || !hasControl(defaultValue)) return undefined
        defaults[node.variable.name.value] = valueFromASTUntyped(defaultValue)
        return { ...node, defaultValue: withoutControl(defaultValue) }
      },
      StringValue({ value }) {
        if (!control.test(value)) return undefined
        const name = nameOf(declared.length)
        const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const
        // In a scalar nothing has a type of its own.
        const type = parseType(String(types.getInputType() ?? 'JSON'), { noLocation: true })
        declared.push({ kind: Kind.VARIABLE_DEFINITION, variable, type })
        ours[name] = value
        return variable
      },
    }),
  )
  if (changed === document) return { document, variables: (given) => given }
  return {
    document: visit(changed, {
      OperationDefinition: (node) => ({
        ...node,
        variableDefinitions: [...(node.variableDefinitions ?? []), ...declared],
      }),
    }),
    variables: (given) => {
      const missing = Object.entries(defaults).filter(([name]) => given[name] === undefined)
      return { ...given, ...Object.fromEntries(missing), ...ours }
    },
  }
}
