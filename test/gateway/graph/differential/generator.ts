// A request from chance: valid but for a few, and as hostile as a client may be. Names that a gateway needs for itself are the aliases of
// other fields; a field is selected many times, by fragments in fragments, under conditions; values come as they stand, in
// variables, and by defaults.

import {
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isUnionType,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  parse,
  print,
  validate,
  visit,
} from 'graphql'
import { chanceOf } from '../../../attack/random.ts'
import type { Request } from './both.ts'

/** What planners, executors and parts call something themselves. */
const madeUp = [
  '_entities',
  '_internal_qp_alias_0',
  '_internal_qp_alias_1',
  'representations',
  '__fragments',
  'folkmoot_as_id',
  'folkmoot_as_folkmoot_as_id',
  'folkmoot_as_text0',
  '_typename',
  '__typename_',
  'then',
  'length',
  'data',
  'errors',
  'k0',
  'key',
  'e0',
  '_0',
]
const texts = ['', '1', 'two words', 'Gemüse 🜁', 'a "quoted" \\ one', 'line\nbreak\ttab', '$x { id }', '__proto__']
const jsons = [
  'null',
  '1',
  '-0.5',
  '"text"',
  '[]',
  '{}',
  '{ id: "1", name: { __typename: "Member" } }',
  '[[{ id: [null] }], 2]',
]
/** As JSON has them, and so as variables do. */
const jsonValues = [
  null,
  0.25,
  '',
  [[]],
  { id: '1', __typename: 'Member', representations: [{ id: 2 }] },
  [{ name: null }],
]

interface Value {
  literal: string
  value: unknown
}

/** What was selected in one place of the answer: some of it is selected again there, with the same arguments. */
type Place = { field: string; text: string }[]

export function requestOf(api: GraphQLSchema, seed: string): Request {
  const chance = chanceOf(seed)
  const names = namesOf(api)
  const fragments: { name: string; on: GraphQLCompositeType; text: string }[] = []
  const declared: { text: string; name: string; type: string }[] = []
  const variables: Record<string, unknown> = {}
  const hostility = chance.pick([0, 0.1, 0.4])
  const conditions = chance.pick([0, 0.05, 0.25])
  const variety = chance.pick([0, 0.2, 0.7]) // part of the values that are variables
  let left = 6 + chance.below(chance.happens(0.1) ? 120 : 40) // fields that may still be selected

  function valueFor(type: GraphQLInputType, called: string, depth = 0): Value {
    if (isNonNullType(type)) return valueFor(type.ofType, called, depth)
    if (isListType(type)) {
      const all = Array.from({ length: chance.below(3) }, () => orNull(type.ofType, called, depth + 1))
      // One value stands for a list of it.
      if (all.length === 1 && chance.happens(0.3)) return all[0]!
      return { literal: `[${all.map(({ literal }) => literal).join(', ')}]`, value: all.map(({ value }) => value) }
    }
    if (isEnumType(type)) {
      const { name } = chance.pick(type.getValues())
      return { literal: name, value: name }
    }
    if (isInputObjectType(type)) {
      const some = Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || chance.happens(depth > 2 ? 0 : 0.4))
        .map((field) => ({ name: field.name, ...orNull(field.type, field.name, depth + 1) }))
      return {
        literal: `{ ${some.map(({ name, literal }) => `${name}: ${literal}`).join(', ')} }`,
        value: Object.fromEntries(some.map(({ name, value }) => [name, value])),
      }
    }
    const plain = (value: unknown) => ({ literal: JSON.stringify(value), value })
    switch (type.name) {
      case 'Int':
        return plain(chance.pick([0, 1, 2, 3, 5, -1, 2_147_483_647]))
      case 'Float':
        return plain(chance.pick([0, 1, 0.5, -2.25, 1e21, 3]))
      case 'Boolean':
        return plain(chance.happens(0.5))
      case 'JSON':
        return { literal: chance.pick(jsons), value: chance.pick(jsonValues) }
      case 'ID':
        return chance.happens(0.2)
          ? plain(chance.pick([1, 2, 7]))
          : plain(chance.pick(['1', '2', '3', '4', '5', 'none']))
      default:
        if (called === 'kind' || called === 'kinds') return plain(chance.pick(['1', '11', '']))
        return plain(chance.pick(called === 'slug' ? ['1', '2', '3'] : texts))
    }
  }

  function orNull(type: GraphQLInputType, called: string, depth: number): Value {
    if (!isNonNullType(type) && chance.happens(0.1)) return { literal: 'null', value: null }
    return valueFor(type, called, depth)
  }

  /** The value as it stands in the document. @param otherwise whether the place has a default of its own */
  function given(type: GraphQLInputType, called: string, otherwise: boolean): string {
    const { literal, value } = orNull(type, called, 0)
    if (!chance.happens(called === 'if' ? 0.7 : variety)) return literal
    const of = declared.filter((each) => each.type === String(type))
    if (of.length > 0 && chance.happens(0.4)) return `$${chance.pick(of).name}`
    const name = freshVariable(called)
    const nullable = isNonNullType(type) ? type.ofType : type
    const known = chance.happens(0.6)
    let text: string
    if (chance.happens(0.4)) {
      const byDefault = (isNonNullType(type) ? valueFor(type, called) : orNull(type, called, 0)).literal
      // A default that is no null may stand where none may be.
      const loose = isNonNullType(type) && byDefault !== 'null' && chance.happens(0.5)
      text = `$${name}: ${loose ? nullable : type} = ${byDefault}`
      if (known && !(loose && value === null)) variables[name] = value
    } else {
      const loose = isNonNullType(type) && otherwise && chance.happens(0.3)
      text = `$${name}: ${loose ? nullable : type}`
      if (known || (isNonNullType(type) && !loose)) variables[name] = value
    }
    declared.push({ text, name, type: String(type) })
    return `$${name}`
  }

  function freshVariable(called: string): string {
    const hostile = chance.pick([...madeUp, ...names, called])
    const wanted = chance.happens(hostility) ? hostile : called
    return declared.some(({ name }) => name === wanted) ? `v${declared.length}` : wanted
  }

  function argumentsOf(args: readonly GraphQLArgument[]): string {
    const some = args.filter((each) =>
      isNonNullType(each.type) && each.defaultValue === undefined ? true : chance.happens(0.4),
    )
    if (some.length === 0) return ''
    const written = some.map((each) => `${each.name}: ${given(each.type, each.name, each.defaultValue !== undefined)}`)
    return `(${written.join(', ')})`
  }

  function directives(): string {
    if (!chance.happens(conditions)) return ''
    const one = (name: 'skip' | 'include') => {
      const literal = chance.happens(0.25)
      const condition = literal ? String(chance.happens(name === 'skip' ? 0.3 : 0.7)) : given(ifType, 'if', false)
      return ` @${name}(if: ${condition})`
    }
    const [first, second] = chance.happens(0.5) ? (['skip', 'include'] as const) : (['include', 'skip'] as const)
    return one(first) + (chance.happens(0.15) ? one(second) : '')
  }
  const ifType = api.getDirective('skip')!.args[0]!.type

  const alias = (): string => {
    const name = chance.happens(hostility) ? chance.pick(chance.happens(0.3) ? madeUp : names) : null
    if (name !== null && !/^__typename$/.test(name)) return `${name}: `
    return chance.happens(0.15) ? `a${chance.below(4)}: ` : ''
  }

  function fieldOf(field: GraphQLField<unknown, unknown>, depth: number, place: Place): string {
    left--
    const before = place.filter((each) => each.field === field.name)
    const called =
      before.length > 0 && chance.happens(0.6)
        ? chance.pick(before).text
        : `${alias()}${field.name}${argumentsOf(field.args)}`
    place.push({ field: field.name, text: called })
    const type = getNamedType(field.type)
    return `${called}${directives()}${isCompositeType(type) ? ` ${setOf(type, depth + 1, [])}` : ''}`
  }

  function selectionOf(type: GraphQLCompositeType, depth: number, place: Place): string {
    const kind = chance.below(10)
    if (kind === 0) return `${alias()}__typename${directives()}`
    const all = isUnionType(type) ? [] : Object.values((type as GraphQLObjectType).getFields())
    // What leads on is selected less the deeper it is, and what does not is always there, but in a union.
    const leaves = all.filter((field) => !isCompositeType(getNamedType(field.type)))
    const again = all.filter(({ name }) => place.some(({ field }) => field === name))
    const deep = depth >= 5 || left <= 0 || chance.happens(0.35)
    const from = again.length > 0 && left > 0 && chance.happens(0.25) ? again : deep ? leaves : all
    if (kind < 7 && from.length > 0) return fieldOf(chance.pick(from), depth, place)
    if (left <= 0 || depth > 6) return '__typename'
    if (kind < 8 || chance.happens(0.4)) {
      const on = chance.happens(0.2) ? null : chance.pick(overlapping(type))
      return `...${on ? ` on ${on.name}` : ''}${directives()} ${setOf(on ?? type, depth + 0.5, place)}`
    }
    const fitting = fragments.filter(({ on }) => overlapping(type).includes(on))
    if (fitting.length > 0 && chance.happens(0.5)) return `...${chance.pick(fitting).name}${directives()}`
    const on = chance.pick(overlapping(type))
    const set = setOf(on, depth + 0.5, place)
    // Names of fragments and of fields have nothing to do with each other.
    const wanted = chance.happens(hostility) ? chance.pick(names) : 'on'
    const taken = wanted === 'on' || fragments.some((each) => each.name === wanted)
    const name = taken ? `F${fragments.length}` : wanted
    fragments.push({ name, on, text: `fragment ${name} on ${on.name} ${set}` })
    return `...${name}${directives()}`
  }

  /** Types that something may be which is of that one, too. */
  function overlapping(type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    const here = possible(type)
    return composite.filter((each) => possible(each).some((one) => here.includes(one)))
  }
  const possible = (each: GraphQLCompositeType) => (isAbstractType(each) ? api.getPossibleTypes(each) : [each])
  const composite = Object.values(api.getTypeMap()).filter(
    (each): each is GraphQLCompositeType => isCompositeType(each) && !each.name.startsWith('__'),
  )

  function setOf(type: GraphQLCompositeType, depth: number, place: Place): string {
    const many = 1 + chance.below(depth === 0 ? 5 : 4)
    return `{ ${Array.from({ length: many }, () => selectionOf(type, depth, place)).join(' ')} }`
  }

  const operation = chance.happens(0.15) ? 'mutation' : 'query'
  const root = setOf(operation === 'mutation' ? api.getMutationType()! : api.getQueryType()!, 0, [])
  const name = chance.happens(0.2) ? chance.pick(names) : 'Asked'
  const head = declared.length > 0 ? ` (${declared.map(({ text }) => text).join(', ')})` : ''
  const written = [`${operation} ${name}${head} ${root}`, ...fragments.map(({ text }) => text)]
  const others = chance.happens(0.15)
  if (others) written.splice(chance.below(2), 0, 'query Other { now }', 'mutation Never { rename(id: 1) { at } }')
  const document = withoutConflicts(api, parse(written.join('\n'), { noLocation: true }))
  return { document, query: print(document), operationName: others ? name : null, variables }
}

/** Every name of a field. */
function namesOf(api: GraphQLSchema): string[] {
  const types = Object.values(api.getTypeMap()).filter(({ name }) => !name.startsWith('__'))
  return [...new Set(types.flatMap((type) => ('getFields' in type ? Object.keys(type.getFields()) : [])))].sort()
}

/** Fields of one name that are not one field get another each. */
function withoutConflicts(api: GraphQLSchema, document: DocumentNode): DocumentNode {
  let made = document
  for (let renamed = 0; ; ) {
    const errors = validate(api, made, [OverlappingFieldsCanBeMergedRule], { maxErrors: Number.POSITIVE_INFINITY })
    if (errors.length === 0) return made
    const last = new Set<unknown>(errors.map(({ nodes }) => nodes!.at(-1)))
    made = visit(made, {
      Field: (node) =>
        last.has(node) ? { ...node, alias: { kind: Kind.NAME, value: `other${renamed++}` } } : undefined,
    })
  }
}
