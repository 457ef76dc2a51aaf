// The reference of the API, made of what is promised: schema/api.graphql, schema/errors.ts and schema/events.ts. Queries, mutations
// and subscriptions have a page each; types stand on the page of the part of the system that they come from.

import {
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  print,
} from 'graphql'

/** @param path in the folder of the site's pages, with `/` and the ending */
export interface Page {
  path: string
  text: string
}

const roots = { Query: 'queries', Mutation: 'mutations', Subscription: 'subscriptions' } as const
/** The page of types that more than one part defines alike, such as PageInfo. */
const common = 'common'

/** Where something is: the words of a link and where it leads. */
export type Examples = ReadonlyMap<string, { words: string; path: string }>

/**
 * @param parts what each part of the system defines, by its name
 * @param examples of operations, by `Type.field`
 * @returns a page for each kind of operation, and for the types of each part
 */
export function pagesOfSchema(
  schema: GraphQLSchema,
  parts: Readonly<Record<string, DocumentNode>>,
  examples: Examples = new Map(),
): Page[] {
  const places = placesOfTypes(schema, parts)
  const operations = Object.entries(roots).flatMap(([name, page]) => {
    const root = schema.getType(name)
    return isObjectType(root) ? [operationsPage(page, root, places, examples)] : []
  })
  const types = [...new Set(places.values())].sort().map((page) => {
    const here = typesOf(schema).filter(({ name }) => places.get(name) === page)
    return typesPage(page, here, places)
  })
  return [...operations, ...types]
}

/** Types, fields and values that the schema describes nowhere: `Type` or `Type.field`. What is there of itself is left out. */
export function undescribed(schema: GraphQLSchema): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  return allTypesOf(schema).flatMap((type) => [
    ...(type.description || roots.includes(type as GraphQLObjectType) ? [] : [type.name]),
    ...membersOf(type)
      .filter(({ description }) => !description)
      .map(({ name }) => `${type.name}.${name}`),
  ])
}

/** @param ofRequests the codes that come as GraphQL errors; all others come as userErrors */
export function refusalsPage(refusals: Readonly<Record<string, string>>, ofRequests: readonly string[]): Page {
  const rows = Object.entries(refusals).map(([code, sentence]) => {
    const where = ofRequests.includes(code) ? '`extensions.code` of an error' : '`userErrors` of the payload'
    return `| \`${code}\` | ${inCell(sentence)} | ${where} |`
  })
  return {
    path: 'reference/refusals.md',
    text: [
      '# Refusals',
      'Every code by which something is refused. The message of one refusal says more: what was wanted, then what was got.',
      ['| code | what it says | where it comes |', '|---|---|---|', ...rows].join('\n'),
      '',
    ].join('\n\n'),
  }
}

/**
 * @param source of schema/events.ts: the interface EventPayloads, whose keys are the types of events, and those it is made of
 * @param versions the version of each type that is written now
 */
export function eventsPage(source: string, versions: Readonly<Record<string, number>>): Page {
  const interfaces = [...source.matchAll(/^(?:\/\*\*[^\n]*\*\/\n)?export interface (\w+) \{\n.*?^\}$/gms)]
  const facts = interfaces
    .filter(([, name]) => name !== 'EventPayloads')
    .map(([text]) => text.replaceAll(/^export /gm, ''))
  const payloads = entriesOf(interfaces.find(([, name]) => name === 'EventPayloads')![0])
  const parts = [...new Set(payloads.map(({ type }) => type.split('.')[0]!))]
  const newer = Object.entries(versions).filter(([, version]) => version > 1)
  return {
    path: 'reference/events.md',
    text: [
      '# Events',
      'Every type of event in the log, and what it carries. Drivers are told of those that concern them.',
      `Each is of version 1, but for ${newer.map(([type, version]) => `\`${type}\` (${version})`).join(', ')}.`,
      ...parts.flatMap((part) => [
        `## Of ${part}`,
        fence(
          'ts',
          payloads
            .filter(({ type }) => type.startsWith(`${part}.`))
            .map(({ text }) => text)
            .join('\n'),
        ),
      ]),
      '## What they carry',
      fence('ts', facts.join('\n\n')),
      '',
    ].join('\n\n'),
  }
}

/** The entries of an interface, each with the comment before it. */
function entriesOf(text: string): { type: string; text: string }[] {
  const lines = text.split('\n').slice(1, -1)
  const entries: { type: string; text: string }[] = []
  const before: string[] = []
  for (const line of lines.map((line) => line.replace(/^ {2}/, ''))) {
    const key = /^'([\w.]+)'/.exec(line)?.[1]
    if (key) entries.push({ type: key, text: [...before.splice(0), line].join('\n') })
    else if (/^[ }]/.test(line) && before.length === 0) entries.at(-1)!.text += `\n${line}`
    else if (line) before.push(line)
  }
  return entries
}

/** The page of each type but the roots: that of the part which says most of it. */
function placesOfTypes(schema: GraphQLSchema, parts: Readonly<Record<string, DocumentNode>>): Map<string, string> {
  const said = new Map<string, { part: string; length: number }[]>()
  for (const [part, document] of Object.entries(parts)) {
    for (const node of document.definitions) {
      if (!('name' in node) || !node.name) continue
      const size = 'fields' in node ? (node.fields?.length ?? 0) : print(node).length
      said.set(node.name.value, [...(said.get(node.name.value) ?? []), { part, length: size }])
    }
  }
  return new Map(
    typesOf(schema).map(({ name }) => {
      const [first, second] = (said.get(name) ?? []).sort((a, b) => b.length - a.length)
      return [name, !first || first.length === second?.length ? common : first.part]
    }),
  )
}

function allTypesOf(schema: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
}

function typesOf(schema: GraphQLSchema): GraphQLNamedType[] {
  return allTypesOf(schema)
    .filter(({ name }) => !(name in roots))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function membersOf(type: GraphQLNamedType) {
  if (isEnumType(type)) return type.getValues()
  return isObjectType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : []
}

function operationsPage(page: string, root: GraphQLObjectType, places: Map<string, string>, examples: Examples): Page {
  const fields = Object.values<GraphQLField<unknown, unknown>>(root.getFields())
  const sections = fields.flatMap((field) => [
    `## ${field.name}`,
    ...(field.description ? [inText(field.description)] : []),
    ...(field.deprecationReason ? [`**Deprecated.** ${inText(field.deprecationReason)}`] : []),
    [
      ...field.args.map((argument) => `- \`${argument.name}\`: ${linked(argument.type, places)}${otherwise(argument)}`),
      `- answers with ${linked(field.type, places)}`,
      ...exampleOf(examples.get(`${root.name}.${field.name}`)),
    ].join('\n'),
  ])
  return { path: `reference/${page}.md`, text: [`# ${titled(page)}`, ...sections, ''].join('\n\n') }
}

function exampleOf(example: { words: string; path: string } | undefined): string[] {
  return example ? [`- example: [${example.words}](${example.path})`] : []
}

function typesPage(page: string, types: readonly GraphQLNamedType[], places: Map<string, string>): Page {
  const sections = types.flatMap((type) => [
    `## ${type.name}`,
    `*${kindOf(type)}*${type.description ? ` · ${inText(type.description)}` : ''}`,
    ...table(type, places),
  ])
  const title = page === common ? 'Types of all parts' : `Types of ${page}`
  return { path: `reference/types-${page}.md`, text: [`# ${title}`, ...sections, ''].join('\n\n') }
}

function kindOf(type: GraphQLNamedType): string {
  if (isEnumType(type)) return 'enum'
  if (isInputObjectType(type)) return 'input'
  return isScalarType(type) ? 'scalar' : 'object'
}

function table(type: GraphQLNamedType, places: Map<string, string>): string[] {
  if (isEnumType(type)) {
    const rows = type.getValues().map((value) => `| \`${value.name}\` | ${remarks(value)} |`)
    return [['| value | |', '|---|---|', ...rows].join('\n')]
  }
  if (!isObjectType(type) && !isInputObjectType(type)) return []
  const rows = Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields()).map((field) => {
    const value = 'args' in field ? '' : otherwise(field)
    return `| \`${field.name}\` | ${linked(field.type, places)}${value} | ${remarks(field, places)} |`
  })
  return [['| field | type | |', '|---|---|---|', ...rows].join('\n')]
}

/** What is said of a field or a value, in a cell of a table. */
function remarks(
  of: {
    description?: string | null | undefined
    deprecationReason?: string | null | undefined
    args?: readonly GraphQLArgument[]
  },
  places: Map<string, string> = new Map(),
): string {
  const args = (of.args ?? []).map((each) => `\`${each.name}\`: ${linked(each.type, places)}${otherwise(each)}`)
  return [
    inCell(of.description ?? ''),
    of.deprecationReason ? `**Deprecated.** ${inCell(of.deprecationReason)}` : '',
    args.length > 0 ? `Takes ${args.join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join('<br>')
}

/** The type as it is written, with a link to where it is described. */
function linked(type: GraphQLType, places: Map<string, string>): string {
  const { name } = getNamedType(type)
  const page = places.get(name)
  return page ? `[\`${type}\`](./types-${page}.md#${name.toLowerCase()})` : `\`${type}\``
}

/** What holds where nothing is given. */
function otherwise({ astNode }: GraphQLArgument | GraphQLInputField): string {
  return astNode?.defaultValue ? ` = \`${print(astNode.defaultValue)}\`` : ''
}

function titled(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1)
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

/** A description as Markdown: what would be read as HTML is text. */
function inText(description: string): string {
  return description
    .split(/(`[^`]*`)/)
    .map((piece, at) => (at % 2 === 1 ? piece : piece.replaceAll('<', '&lt;')))
    .join('')
}

function inCell(description: string): string {
  return inText(description)
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
}
