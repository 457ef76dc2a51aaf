// One schema in four parts, with everything in it that a gateway has to put together: several keys, nested and composite
// ones, what a part requires of the others or provides for them, interfaces and unions over several parts.

import type { SubgraphName } from '../../../../gateway/names.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable",
  "@external", "@requires", "@provides", "@override", "@interfaceObject", "@inaccessible"])\n`

/** Answers what it is given: so arguments, defaults and variables are seen. */
const say = `say(text: String = "plain", count: Int, rates: [[Float!]], role: Role = MEMBER, filter: Filter,
  json: JSON, flag: Boolean = false): JSON`

const shared = `
  scalar JSON
  enum Role { ADMIN STEWARD MEMBER }
  enum State { OPEN CLOSED }
  input Filter { state: State = OPEN text: String any: [Filter!] ids: [ID] }
`

export const parts: Record<SubgraphName, string> = {
  communities: `${link}${shared}
    type Query {
      community(slug: String = "2"): Community
      member(id: ID!): Member
      members(role: Role, first: Int = 3): [Member]
      node(id: ID! = "1", community: Boolean! = false): Node
      nodes: [Node]
      search(text: String = ""): [Found]
      now: String @shareable
      ${say}
    }
    type Mutation { rename(id: ID!, name: String! = "new"): Change! }
    type Change @shareable { at: Int! member: Member text: String }
    interface Node { id: ID! }
    union Found = Community | Member
    type Community implements Node @key(fields: "id") @key(fields: "slug") {
      id: ID!
      slug: String!
      name: String @shareable
      motto: String @override(from: "cred")
      label(upper: Boolean = false): String
      members(first: Int = 2): [Member!]!
      table: [[Member]]
      parent: Community
      settings: Settings
    }
    type Settings { quorum: Float! note(role: Role = ADMIN): String strict: Strict stricts: [Strict!] keeper: Member }
    type Strict { always: String! never: String! keeper: Member }
    type Member implements Node @key(fields: "id") @key(fields: "handle { platform name }") {
      id: ID!
      handle: Handle
      name: String!
      label(upper: Boolean = false): String
      role: Role!
      active: Boolean
      accounts: [Account]
      community: Community
      mentor: Member
      friends: [Member]
      extra: JSON
      risky: String
      ${say}
    }
    type Handle @shareable { platform: String! name: String! }
    type Account @shareable { platform: String! host: String }`,

  cred: `${link}${shared}
    type Query { top(first: Int = 2): [Member] bestMedia: Media counted: [Vote] now: String @shareable }
    type Mutation { grant(member: ID!, amount: Float! = 1): Change! }
    type Change @shareable { at: Int! member: Member text: String }
    type Member @key(fields: "id") {
      id: ID!
      accounts: [Account] @external
      name: String! @external
      role: Role! @external
      extra: JSON @external
      score: Float
      digest: String @requires(fields: "role extra")
      standing: String @requires(fields: "accounts { platform host }")
      title(prefix: String = "the "): String @requires(fields: "name")
      rival: Member
      history(first: Int = 2): [Entry!]
      riskyScore: Float
    }
    type Entry { at: Int! of: Member proposal: Proposal }
    type Account @shareable { platform: String! host: String }
    type Community @key(fields: "id") { id: ID! motto: String total: Float best: Member }
    type Proposal @key(fields: "id") {
      id: ID!
      name: String @external
      tally: Tally @external
      author: Member @external
      options: [Option] @external
      support: Float @requires(fields: "tally { yes no }")
      byline: String @requires(fields: "author { name }")
      widest: String @requires(fields: "options { name weight }")
    }
    union Found = Member | Proposal
    type Poll @key(fields: "id") {
      id: ID!
      about: Found @external
      told: String @requires(fields: "about { ... on Member { name } ... on Proposal { name } }")
    }
    type Tally @shareable { yes: Int! no: Int! }
    type Option @shareable { name: String! weight: Int }
    type Vote @key(fields: "proposal { id } voter { id }") { proposal: Proposal! voter: Member! counted: Float }
    interface Media { id: ID! likes: Int fans: [Member] }
    type Picture implements Media @key(fields: "id") { id: ID! likes: Int fans: [Member] }
    type Film implements Media @key(fields: "id") { id: ID! likes: Int fans: [Member] }
    type Action @key(fields: "number kind") { number: Int! kind: String! worth: Float }`,

  proposals: `${link}${shared}
    type Query {
      proposal(id: ID!): Proposal
      proposals(filter: Filter = { state: OPEN }, first: Int = 3): [Proposal]
      votables: [Votable]
      hot: [Found]
      items: [Node]
      now: String @shareable
    }
    type Mutation { vote(member: ID!, text: String): Change! }
    type Change @shareable { at: Int! member: Member text: String }
    interface Node { id: ID! label(upper: Boolean = false): String }
    interface Votable { id: ID! tally: Tally }
    union Found = Proposal | Poll | Member
    type Proposal implements Node & Votable @key(fields: "id") {
      id: ID!
      label(upper: Boolean = false): String
      name: String
      state: State!
      tally: Tally
      options: [Option]
      author: Member @provides(fields: "name")
      community: Community
      votes(first: Int = 2): [Vote]
      grid: [[Int]]
      texts: [String]
      amends: Proposal
      amendments: [Proposal!]
      decides: [Action]
      support: Float @external
      verdict: String @requires(fields: "support")
      ${say}
    }
    type Poll implements Node & Votable @key(fields: "id") {
      id: ID!
      label(upper: Boolean = false): String
      tally: Tally
      name(lang: String! = "en"): String
      about: Found
    }
    type Tally @shareable { yes: Int! no: Int! }
    type Option @shareable { name: String! weight: Int }
    type Vote @key(fields: "proposal { id } voter { id }") {
      proposal: Proposal!
      voter: Member!
      choice: JSON
      weight: Float
    }
    type Member @key(fields: "id") {
      id: ID!
      name: String! @external
      proposals(first: Int = 2, filter: Filter): [Proposal]
      votes: [Vote]
    }
    type Community @key(fields: "id") { id: ID! name: String @shareable proposals: [Proposal!] }
    type Action @key(fields: "number kind", resolvable: false) { number: Int! kind: String! }`,

  actions: `${link}${shared}
    type Query {
      action(number: Int!, kind: String! = "1"): Action
      actions(kinds: [String!]): [Action]
      media: [Media]
      now: String @shareable
    }
    type Mutation { request(number: Int!, kind: String! = "1"): Requested }
    type Requested { at: Int! action: Action }
    interface Votable { id: ID! }
    interface Media { id: ID! url: String }
    type Picture implements Media @key(fields: "id") { id: ID! url: String width: Int of: Member }
    type Film implements Media @key(fields: "id") { id: ID! url: String minutes: Int frames: [Picture] }
    type Proposal implements Votable @key(fields: "id") { id: ID! actions: [Action] }
    type Poll implements Votable @key(fields: "id", resolvable: false) { id: ID! }
    type Action @key(fields: "number kind") {
      number: Int!
      kind: String!
      by: Member
      community: Community
      subject: Votable
      receipt: JSON
      risky: String
      after: [Action]
      ${say}
    }
    type Member @key(fields: "handle { platform name }") { handle: Handle done: [Action] }
    type Handle @shareable { platform: String! name: String! }
    type Community @key(fields: "slug") { slug: String! actions(first: Int = 2): [Action] }`,
}

/**
 * The same with an entity interface that another part adds fields to without knowing its types. The planner has faults of
 * its own with that where fragments on the types stand side by side (it asks for one of them only).
 */
export const withInterfaceObject: Record<SubgraphName, string> = {
  ...parts,
  cred: parts.cred.replace(
    /interface Media[\s\S]*?type Film[^}]*}/,
    'type Media @key(fields: "id") @interfaceObject { id: ID! likes: Int fans: [Member] }',
  ),
  actions: parts.actions.replace('interface Media {', 'interface Media @key(fields: "id") {'),
}
