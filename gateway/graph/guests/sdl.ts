// What the SDL of a guest (a subgraph that an operator has added) may say. Whoever owns it may be an attacker: so it is read
// into a document of what is known to be harmless, and whatever else it says refuses it. It adds types and fields; of ours it
// may name what is needed to add to them: entities by their key, values that all parts share, and fields of everybody's that it
// requires. That composing them has then changed nothing of ours is looked at by `changesOf` all the same.

import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLError,
  type InterfaceTypeDefinitionNode,
  type InterfaceTypeExtensionNode,
  isLeafType,
  isObjectType,
  isScalarType,
  Kind,
  type Location,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  parse,
  print,
  specifiedScalarTypes,
  valueFromASTUntyped,
  visit,
} from 'graphql'
import { everyScope } from '../../../backbone/security/viewer.ts'
import { refusedName } from '../refused-names.ts'
import { batchOf } from '../supergraph.ts'
import type { Ours } from './ours.ts'

/** Why a guest is refused: every reason, a line each. */
export class GuestRefused extends Error {
  readonly reasons: readonly string[]
  constructor(name: string, reasons: readonly string[]) {
    super(`The subgraph "${name}" is refused:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`)
    this.reasons = reasons
  }
}

const most = { bytes: 256 * 1024, tokens: 50_000, reasons: 50, cost: 1_000_000, entries: 1000 }
const newest = 9 // of federation v2, as our own parts have it

const ofTypes = ['key', 'shareable', 'inaccessible', 'tag']
const ofFields = [
  ...['shareable', 'inaccessible', 'tag', 'external', 'requires'],
  ...['deprecated', 'cost', 'listSize', 'requiresScopes', 'authenticated'],
]
const ofOthers = ['inaccessible', 'tag', 'deprecated', 'specifiedBy', 'oneOf']
/** What federation says that would reach into the fields of others, or is not kept to here. */
const refused = [
  'override',
  'provides',
  'interfaceObject',
  'composeDirective',
  'policy',
  'context',
  'fromContext',
  'extends',
]
const imported = new Set([...ofTypes, ...ofFields, 'FieldSet', 'Scope'].filter((name) => name !== 'deprecated'))
const builtIn = new Set(['skip', 'include', 'deprecated', 'specifiedBy', 'oneOf', 'defer', 'stream', 'link'])
/** What tools write into an SDL by themselves, and composing adds again. */
const machinery = /^(_Any|_Entity|_Service|_?FieldSet|federation__\w+|link__\w+|Import|Purpose)$/
const builtInTypes = new Set(specifiedScalarTypes.map(({ name }) => name))
const roots = ['Query', 'Mutation', 'Subscription']

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode
type FieldsNode = ObjectNode | InterfaceTypeDefinitionNode | InterfaceTypeExtensionNode

/** @throws GuestRefused */
export function guestSdl(name: string, text: string, ours: Ours): DocumentNode {
  if (Buffer.byteLength(text) > most.bytes)
    throw new GuestRefused(name, [`Wanted an SDL of at most ${most.bytes} bytes; got more.`])
  let document: DocumentNode
  try {
    document = parse(text, { maxTokens: most.tokens })
  } catch (error) {
    const { message, locations } = error as GraphQLError
    throw new GuestRefused(name, [`Line ${locations?.[0]?.line ?? 1}: wanted SDL; ${message}`])
  }
  const reasons: string[] = []
  const refuse = (node: { loc?: { startToken: { line: number } } | undefined }, reason: string) => {
    const line = node.loc ? `Line ${node.loc.startToken.line}: ` : ''
    if (reasons.length < most.reasons) reasons.push(line + reason)
  }
  const hostile = refusedName(document)
  if (hostile !== null) refuse({}, `Wanted names that no object has by itself; got "${hostile}".`)
  const own = ownDirectives()
  links()
  const definitions = document.definitions.flatMap((node) => kept(node) ?? [])
  if (reasons.length > 0) throw new GuestRefused(name, reasons)
  return { kind: Kind.DOCUMENT, definitions: [linked(), ...definitions] }

  /** Directives that it defines for itself: composing leaves them out, and so are they here. */
  function ownDirectives(): Set<string> {
    const found = new Set<string>()
    for (const node of document.definitions) {
      if (node.kind !== Kind.DIRECTIVE_DEFINITION) continue
      const { value } = node.name
      const known = builtIn.has(value) || imported.has(value) || refused.includes(value) || value.includes('__')
      if (!known) found.add(value)
    }
    return found
  }

  function links(): void {
    let federation = false
    for (const node of document.definitions) {
      if (node.kind !== Kind.SCHEMA_DEFINITION && node.kind !== Kind.SCHEMA_EXTENSION) continue
      for (const { operation, type } of node.operationTypes ?? []) {
        if (type.name.value.toLowerCase() !== operation || !roots.includes(type.name.value))
          refuse(type, `Wanted the types at the top as Query, Mutation and Subscription; got ${type.name.value}.`)
      }
      for (const directive of node.directives ?? []) {
        if (directive.name.value !== 'link') {
          refuse(directive, `Wanted @link on the schema; got @${directive.name.value}.`)
          continue
        }
        const { url, import: imports = [], ...more } = argumentsOf(directive)
        const [, minor] = /^https:\/\/specs\.apollo\.dev\/federation\/v2\.(\d{1,2})$/.exec(String(url)) ?? []
        const isLink = /^https:\/\/specs\.apollo\.dev\/link\/v1\.\d$/.test(String(url))
        if (minor === undefined ? !isLink : Number(minor) > newest)
          refuse(
            directive,
            `Wanted a @link to federation from v2.0 to v2.${newest}; got "${String(url).slice(0, 100)}".`,
          )
        if (minor !== undefined) federation = true
        if (minor !== undefined && Object.keys(more).length > 0)
          refuse(directive, `Wanted a @link with url and import; got "${Object.keys(more).join('", "')}".`)
        for (const each of isLink ? [] : [imports].flat()) {
          if (typeof each !== 'string') refuse(directive, 'Wanted directives imported by their own names; got another.')
          else if (!imported.has(each.replace(/^@/, '')))
            refuse(directive, `Wanted none of ${each}; it is not taken here.`)
        }
      }
    }
    if (!federation)
      refuse({}, 'Wanted `extend schema @link(url: "https://specs.apollo.dev/federation/v2.…")`; got none.')
  }

  function kept(node: DocumentNode['definitions'][number]): DocumentNode['definitions'][number] | null {
    switch (node.kind) {
      case Kind.SCHEMA_DEFINITION:
      case Kind.SCHEMA_EXTENSION:
        return null
      case Kind.DIRECTIVE_DEFINITION:
        if (builtIn.has(node.name.value) && node.name.value !== 'link')
          refuse(node, `Wanted directives of its own; got @${node.name.value}, which everybody has.`)
        return null
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
        if (machinery.test(node.name.value)) return null
        if (roots.includes(node.name.value)) return rootOf(node)
        return ours.whole.getType(node.name.value) ? oursExtended(node) : ownType(node)
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
        if (!isOwn(node)) return null
        return { ...node, directives: held(node, ofOthers), fields: fieldsOf(node) }
      case Kind.SCALAR_TYPE_DEFINITION: {
        if (machinery.test(node.name.value)) return null
        if (builtInTypes.has(node.name.value)) return null
        const known = ours.whole.getType(node.name.value)
        if (isScalarType(known)) return { ...undescribed(node), directives: [] }
        return isOwn(node) ? { ...node, directives: held(node, ofOthers) } : null
      }
      case Kind.ENUM_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_EXTENSION:
        if (machinery.test(node.name.value) || !isOwn(node)) return null
        return {
          ...node,
          directives: held(node, ofOthers),
          values: (node.values ?? []).map((value) => ({ ...value, directives: held(value, ofOthers) })),
        }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_EXTENSION:
        if (!isOwn(node)) return null
        return {
          ...node,
          directives: held(node, ofOthers),
          fields: (node.fields ?? []).map((field) => ({ ...field, directives: held(field, ofOthers) })),
        }
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.UNION_TYPE_EXTENSION:
        if (machinery.test(node.name.value) || !isOwn(node)) return null
        return { ...node, directives: held(node, ofOthers) }
      default:
        refuse(node, `Wanted definitions of types; got ${node.kind}.`)
        return null
    }
  }

  function isOwn(node: { name: { value: string }; loc?: Location }): boolean {
    const { value } = node.name
    if (value.includes('__')) refuse(node, `Wanted names of types without two underlines; got ${value}.`)
    else if (ours.whole.getType(value) || roots.includes(value) || builtInTypes.has(value))
      refuse(node, `Wanted names of its own for its types; got ${value}, which is a type of ours.`)
    else return true
    return false
  }

  function rootOf(node: ObjectNode): ObjectNode | null {
    held(node, [])
    if (node.interfaces?.length) refuse(node, `Wanted ${node.name.value} without interfaces; got some.`)
    const type = ours.whole.getType(node.name.value)
    const known = isObjectType(type) ? type.getFields() : {}
    const fields = (node.fields ?? []).filter(({ name: { value } }) => value !== '_service' && value !== '_entities')
    for (const field of fields) {
      const { value } = field.name
      if (Object.hasOwn(known, value) || Object.keys(known).some((each) => batchOf(each) === value))
        refuse(field, `Wanted fields of its own; got ${node.name.value}.${value}, which is ours.`)
      for (const directive of field.directives ?? []) {
        if (['inaccessible', 'external', 'requires', 'shareable'].includes(directive.name.value))
          refuse(directive, `Wanted ${node.name.value}.${value} without @${directive.name.value}; got it.`)
      }
    }
    const taken = fieldsOf({ ...node, fields })
    // As an extension: what it says of the type itself is not to stand in place of ours.
    return taken.length > 0
      ? ({
          ...undescribed(node),
          kind: Kind.OBJECT_TYPE_EXTENSION,
          directives: [],
          fields: taken,
        } as ObjectTypeExtensionNode)
      : null
  }

  function ownType(node: ObjectNode): ObjectNode | null {
    if (!isOwn(node)) return null
    return { ...node, directives: held(node, ofTypes), fields: fieldsOf(node) }
  }

  /** An entity of ours that it adds fields to, or a value that all parts have alike. */
  function oursExtended(node: ObjectNode): ObjectNode | null {
    const { value: type } = node.name
    const known = ours.whole.getType(type)
    const entity = ours.entities.has(type)
    if (!isObjectType(known) || (!entity && !ours.shared.has(type))) {
      isOwn(node)
      return null
    }
    if (node.interfaces?.length) refuse(node, `Wanted ${type} without interfaces of others; got some.`)
    const directives = held(node, entity ? ['key'] : ['shareable'])
    if (entity) {
      for (const directive of directives) {
        const { fields, resolvable: _, ...more } = argumentsOf(directive)
        if (String(fields).trim() !== 'id' || Object.keys(more).length > 0)
          refuse(directive, `Wanted ${type} by its key "id"; got "${String(fields).slice(0, 100)}".`)
      }
    }
    const shown = ours.api.getType(type)
    const fields = isObjectType(known) ? known.getFields() : {}
    const taken = fieldsOf(node).map((field) => {
      const { value } = field.name
      if (!Object.hasOwn(fields, value)) {
        if (!entity) refuse(field, `Wanted ${type} as it is with us; got ${value}, too.`)
        return field
      }
      const same = isObjectType(shown) ? shown.getFields()[value] : undefined
      const isKey = entity && value === 'id'
      const external = field.directives?.some(({ name }) => name.value === 'external')
      if (!same || String(same.type) !== print(field.type) || field.arguments?.length)
        refuse(field, `Wanted ${type}.${value} as it is with us, or not at all; got another.`)
      else if (entity && !isKey && !external)
        refuse(field, `Wanted fields of its own; got ${type}.${value}, which is ours: what it requires is @external.`)
      for (const directive of field.directives ?? []) {
        if (directive.name.value === (entity ? 'external' : 'shareable')) continue
        refuse(directive, `Wanted ${type}.${value}, which is ours, without @${directive.name.value}; got it.`)
      }
      if (same && external && !isKey && !mayBeRequired(type, value))
        refuse(field, `Wanted to require what has no fields, arguments, scopes or cost; got ${type}.${value}.`)
      return undescribed(field)
    })
    return { ...undescribed(node), directives, fields: taken } as ObjectNode
  }

  function mayBeRequired(type: string, field: string): boolean {
    const shown = ours.api.getType(type)
    const found = isObjectType(shown) ? shown.getFields()[field] : undefined
    const bare = found && String(found.type).replace(/!$/, '')
    const leaf = bare !== undefined && isLeafType(ours.api.getType(bare))
    return (
      leaf && found!.args.length === 0 && !ours.scopes.has(`${type}.${field}`) && !ours.sizes.has(`${type}.${field}`)
    )
  }

  function fieldsOf(node: FieldsNode): FieldDefinitionNode[] {
    return (node.fields ?? []).map((field) => {
      const { value } = field.name
      if (/^(_|folkmoot_)/.test(value))
        refuse(field, `Wanted names of fields that begin neither with an underline nor with folkmoot_; got ${value}.`)
      const isInterface = node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION
      const directives = held(field, isInterface ? ofOthers : ofFields)
      for (const directive of directives) declared(directive, node)
      return {
        ...field,
        directives,
        arguments: (field.arguments ?? []).map((each) => ({ ...each, directives: held(each, ofOthers) })),
      }
    })
  }

  /** What a directive of a field says in numbers and names. */
  function declared(directive: ConstDirectiveNode, node: FieldsNode): void {
    const given = argumentsOf(directive)
    const isCount = (value: unknown, least: number, to: number) =>
      Number.isInteger(value) && (value as number) >= least && (value as number) <= to
    switch (directive.name.value) {
      case 'cost':
        if (!isCount(given.weight, 0, most.cost))
          refuse(directive, `Wanted a weight from 0 to ${most.cost}; got ${String(given.weight)}.`)
        break
      case 'listSize':
        if (given.assumedSize !== undefined && !isCount(given.assumedSize, 1, most.entries))
          refuse(directive, `Wanted an assumedSize from 1 to ${most.entries}; got ${String(given.assumedSize)}.`)
        break
      case 'requiresScopes':
        for (const scope of [given.scopes].flat(2))
          if (!everyScope.some((each) => each === scope))
            refuse(directive, `Wanted scopes among ${everyScope.join(', ')}; got ${String(scope).slice(0, 100)}.`)
        break
      case 'requires': {
        const wanted = String(given.fields)
          .trim()
          .split(/[\s,]+/)
        for (const each of wanted) {
          const field = node.fields?.find(({ name }) => name.value === each)
          if (!field?.directives?.some(({ name }) => name.value === 'external'))
            refuse(directive, `Wanted to require fields that are @external beside it; got "${each.slice(0, 100)}".`)
        }
      }
    }
  }

  /** Those of its directives that are taken. */
  function held(
    node: { directives?: readonly ConstDirectiveNode[] | undefined },
    allowed: readonly string[],
  ): ConstDirectiveNode[] {
    return (node.directives ?? []).filter((directive) => {
      const { value } = directive.name
      if (own.has(value)) return false
      if (!allowed.includes(value))
        refuse(
          directive,
          `Wanted ${allowed.length > 0 ? `@${allowed.join(', @')}` : 'no directive'} here; got @${value}.`,
        )
      return true
    })
  }

  function linked() {
    const used = new Set<string>()
    visit({ kind: Kind.DOCUMENT, definitions }, { Directive: ({ name }) => void used.add(name.value) })
    const imports = [...used].filter((each) => imported.has(each)).map((each) => `"@${each}"`)
    const text = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.${newest}", import: [${imports.join(', ')}])`
    return parse(text, { noLocation: true }).definitions[0]!
  }
}

/** What is said of a thing of ours is ours to say. */
function undescribed<N extends object>(node: N): N {
  const { description: _, ...rest } = node as N & { description?: unknown }
  return rest as N
}

/** The scopes that its fields ask for. */
export function scopesIn(document: DocumentNode): string[] {
  const found = new Set<string>()
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'requiresScopes') return
      for (const scope of [argumentsOf(node as ConstDirectiveNode).scopes].flat(2)) found.add(String(scope))
    },
  })
  return [...found].sort()
}

function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]))
}
