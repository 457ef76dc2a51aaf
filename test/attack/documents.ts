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

const hostileNames = [
  '__proto__',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__typename',
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
  '"\\uD800"',
  '"🜁"',
  '"__proto__"',
  '"%00"',
  '"../../etc/passwd"',
  '"\'; drop table backbone.events; --"',
  '"{{7*7}}"',
  `"${'x'.repeat(3000)}"`,
  '"9223372036854775808"',
]

/** @param ids texts that may be ids of things that there are */
export function documentOf(schema: GraphQLSchema, chance: Chance, ids: readonly string[]): string {
  const type = chance.pick(['query', 'query', 'query', 'mutation', 'subscription'] as const)
  const root = schema.getRootType(type as never) as GraphQLObjectType
  const fragments: string[] = []
  let left = 40 + chance.below(80) // fields that may still be selected

  const value = (wanted: GraphQLInputType, depth: number): string => {
    if (isNonNullType(wanted)) return value(wanted.ofType, depth)
    if (chance.happens(0.05))
      return chance.pick(['null', '-1', '1e400', '[]', '{}', 'ENUM', '$undefined', ...hostileTexts])
    if (isListType(wanted)) {
      return `[${Array.from({ length: chance.below(4) }, () => value(wanted.ofType, depth + 1)).join(', ')}]`
    }
    if (isEnumType(wanted)) return chance.pick(wanted.getValues()).name
    if (isInputObjectType(wanted)) {
      if (depth > 5) return '{}'
      const fields = Object.values(wanted.getFields()).filter(({ type }) => isNonNullType(type) || chance.happens(0.4))
      return `{ ${fields.map(({ name, type }) => `${name}: ${value(type, depth + 1)}`).join(', ')} }`
    }
    switch (String(wanted)) {
      case 'Int':
        return String(chance.pick([0, 1, 2, 50, 100, 101, -1, 2_147_483_647]))
      case 'Float':
        return chance.pick(['0', '0.5', '-1', '1e308', '1e-308'])
      case 'Boolean':
        return chance.pick(['true', 'false'])
      case 'ID':
        return chance.happens(0.8) ? JSON.stringify(chance.pick(ids)) : chance.pick(hostileTexts)
      case 'JSON':
        return chance.pick([
          '{ a: 1 }',
          '[1, [2, [3]]]',
          '"name: x"',
          'null',
          '{ __proto__: { x: 1 } }',
          '{ constructor: 1 }',
        ])
      case 'Cursor':
        return chance.pick(['"x"', '""', '"AAAA"', 'null'])
      default:
        return chance.pick([...hostileTexts, '"P1D"', '"2026-01-01T00:00:00Z"'])
    }
  }
  const given = (args: readonly GraphQLArgument[]): string => {
    const some = args.filter(({ type }) => isNonNullType(type) || chance.happens(0.4))
    return some.length === 0 ? '' : `(${some.map(({ name, type }) => `${name}: ${value(type, 0)}`).join(', ')})`
  }
  const directive = () =>
    chance.happens(0.06)
      ? chance.pick([' @include(if: true)', ' @skip(if: false)', ' @skip(if: true)', ' @unknown'])
      : ''

  const selected = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    left--
    const alias = chance.happens(0.15)
      ? `${chance.pick(hostileNames)}: `
      : chance.happens(0.1)
        ? `a${chance.below(3)}: `
        : ''
    const named = getNamedType(field.type)
    const inner = isCompositeType(named) ? ` ${setOf(named as GraphQLObjectType, depth + 1)}` : ''
    return `${alias}${field.name}${given(field.args)}${directive()}${inner}`
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
  if (!chance.happens(0.05)) return text
  // Cut somewhere, or with something in it that does not belong there.
  const place = chance.below(text.length)
  return chance.happens(0.5)
    ? text.slice(0, place)
    : text.slice(0, place) + chance.pick(['{', '}', '\u0000', '...', '$', '"""']) + text.slice(place)
}
