// Documents made from the schema by chance: valid in the main, with hostile names, fragments, conditions and values among it.

import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { Chance } from './random.ts'

/** With one of these nothing is asked at all: few documents have any. */
const refusedNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']

const hostileNames = [
  '__typename',
  'community',
  'accounts',
  'representations',
  '_internal_qp_alias_0',
  'then',
  'length',
  'id',
  'data',
  'errors',
  'nodes',
  '_entities',
  '__fragments',
]

const hostileTexts = [
  '""',
  '"\\u0000"',
  '"\\b\\u0001"',
  '"🜁"',
  '"__proto__"',
  '"%00"',
  '"../../etc/passwd"',
  '"\'; drop table backbone.events; --"',
  '"{{7*7}}"',
  `"${'x'.repeat(3000)}"`,
  '"9223372036854775808"',
  '" "',
  '"\\u202Eevil"',
  '"a\\u0000b"',
  '"Infinity"',
  '"P99999999999Y"',
  '"-P1D"',
  '"9999-12-31T23:59:59.999999999+23:59"',
]

const likelyTexts = [
  '"Ada"',
  '"steward"',
  '"forum.post.created"',
  '"opencollective.expense.comment"',
  '"github"',
  '"P1D"',
  '"2026-01-01T00:00:00Z"',
  '"approve"',
  '"https://example.org/x"',
  '"Gemüse und 🜁"',
]

const jsons = [
  '{ a: 1 }',
  '[1, [2, [3]]]',
  '"name: x"',
  'null',
  '{ __proto__: { x: 1 } }',
  '{ constructor: 1 }',
  '{ a: "\\u0000" }',
  '{ a: "\\b" }',
  '"\\u0000"',
  '1e400',
  '{ a: 12345678901234567890123 }',
  `${'['.repeat(100)}${']'.repeat(100)}`,
  '{ personalToken: "x", name: "x", on: "a.b.c", decide: { rule: "true" }, then: {} }',
  '"name: by chance\\non: forum.post.created\\ndecide: { rule: \\"true\\" }\\nthen: {}"',
  '"name: by chance\\non: forum.*\\ndecide: { vote: { title: \\"{{ action.kind }}\\", closesIn: P1D } }\\nthen: {}"',
]

/** Ids of what is called so: com_… for `community`. */
const fitting = (ids: readonly string[], name: string) => {
  const some = ids.filter((id) => id.slice(0, 3) === name.slice(0, 3))
  return some.length > 0 ? some : ids
}

/** @param ids texts that may be ids of things that there are */
export function documentOf(schema: GraphQLSchema, chance: Chance, ids: readonly string[]): string {
  const type = chance.pick(['query', 'query', 'query', 'mutation', 'subscription'] as const)
  const root = schema.getRootType(type as never) as GraphQLObjectType
  const fragments: string[] = []
  let left = 40 + chance.below(80) // fields that may still be selected
  const names = chance.happens(0.05) ? [...hostileNames, ...refusedNames] : hostileNames
  const strange = chance.pick([0, 0, 0.02, 0.1]) // part of the values that are not of their type at all
  const hostile = chance.pick([0, 0.1, 0.5]) // part of the texts

  /** @param called what it is of: an argument, and the field that takes it */
  const value = (wanted: GraphQLInputType, depth: number, called: string): string => {
    if (isNonNullType(wanted)) return value(wanted.ofType, depth, called)
    if (chance.happens(strange))
      return chance.pick(['null', '-1', '1e400', '[]', '{}', 'ENUM', '$undefined', ...hostileTexts])
    if (isListType(wanted)) {
      return `[${Array.from({ length: chance.below(4) }, () => value(wanted.ofType, depth + 1, called)).join(', ')}]`
    }
    if (isEnumType(wanted)) return chance.pick(wanted.getValues()).name
    if (isInputObjectType(wanted)) {
      if (depth > 5) return '{}'
      const fields = Object.values(wanted.getFields()).filter(({ type }) => isNonNullType(type) || chance.happens(0.4))
      return `{ ${fields.map(({ name, type }) => `${name}: ${value(type, depth + 1, name)}`).join(', ')} }`
    }
    switch (String(wanted)) {
      case 'Int':
        return String(chance.pick([0, 1, 2, 50, 100, 101, -1, 2_147_483_647]))
      case 'Float':
        return chance.pick(['0', '0.5', '-1', '1e308', '1e-308'])
      case 'Boolean':
        return chance.pick(['true', 'false'])
      case 'ID':
        return chance.happens(hostile / 2)
          ? chance.pick(hostileTexts)
          : JSON.stringify(chance.pick(chance.happens(0.9) ? fitting(ids, called) : ids))
      case 'JSON':
        return chance.pick(jsons)
      case 'Cursor':
        return chance.happens(hostile) ? chance.pick(['"x"', '""', '"AAAA"', '"\\u0000"']) : 'null'
      case 'Duration':
        return chance.happens(hostile) ? chance.pick(['"P99999999999Y"', '"-P1D"', '"PT"', '"P1Y1W"']) : '"P1D"'
      case 'DateTime':
        return chance.happens(hostile) ? '"9999-12-31T23:59:59.999999999+23:59"' : '"2026-01-01T00:00:00Z"'
      default:
        return chance.pick(chance.happens(hostile) ? hostileTexts : likelyTexts)
    }
  }
  const given = (args: readonly GraphQLArgument[], field: string): string => {
    const some = args.filter(({ type }) => isNonNullType(type) || chance.happens(0.4))
    const texts = some.map(({ name, type }) => `${name}: ${value(type, 0, name === 'id' ? field : name)}`)
    return texts.length === 0 ? '' : `(${texts.join(', ')})`
  }
  const directive = () =>
    chance.happens(0.06)
      ? chance.pick([
          ' @include(if: true)',
          ' @skip(if: false)',
          ' @skip(if: true)',
          chance.happens(strange) ? ' @unknown' : '',
        ])
      : ''

  const selected = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    left--
    // Each other than those before: of one name there would have to be the same under it.
    const alias = chance.happens(0.1)
      ? `${chance.pick(names)}: `
      : chance.happens(0.1)
        ? `a${chance.below(3)}: `
        : field.args.length > 0 || chance.happens(0.3)
          ? `b${Math.abs(left)}: `
          : ''
    const named = getNamedType(field.type)
    const inner = isCompositeType(named) ? ` ${setOf(named as GraphQLObjectType, depth + 1)}` : ''
    return `${alias}${field.name}${given(field.args, field.name)}${directive()}${inner}`
  }
  const setOf = (of: GraphQLObjectType, depth: number): string => {
    const fields = isObjectType(of) ? Object.values(of.getFields()) : []
    const leaves = fields.filter(({ type }) => !isCompositeType(getNamedType(type)))
    const wanted: string[] = []
    for (let each = 1 + chance.below(4); each > 0; each--) {
      const from = depth > 6 || left <= 0 ? leaves : fields
      if (from.length === 0) wanted.push('__typename')
      else if (chance.happens(0.06))
        wanted.push(`... on ${of.name}${directive()} { ${selected(chance.pick(from), depth)} }`)
      else if (chance.happens(0.07)) {
        const name = `F${fragments.length}`
        fragments.push('')
        fragments[Number(name.slice(1))] = `fragment ${name} on ${of.name} { ${selected(chance.pick(from), depth)} }`
        wanted.push(`...${name}`)
      } else wanted.push(selected(chance.pick(from), depth))
    }
    return `{ ${wanted.join(' ')} }`
  }

  const roots = type === 'subscription' ? 1 : 1 + chance.below(3)
  const fields = Object.values(root.getFields())
  const top = Array.from({ length: roots }, () => selected(chance.pick(fields), 0)).join(' ')
  const text = `${type} { ${top} } ${fragments.join(' ')}`
  if (!chance.happens(strange)) return text
  // Cut somewhere, or with something in it that does not belong there.
  const place = chance.below(text.length)
  return chance.happens(0.5)
    ? text.slice(0, place)
    : text.slice(0, place) + chance.pick(['{', '}', '\u0000', '...', '$', '"""']) + text.slice(place)
}
