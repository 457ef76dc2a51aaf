// A subgraph of one's own: badges that a community's administrators give to its members. Folkmoot loads it as a module, or
// asks it over HTTP (server.mjs); it is the same either way. What is given is kept in memory: put a database in its place.

import { EventEmitter, on } from 'node:events'

export const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes", "@listSize"])

  "Ours adds to Folkmoot's own: by its id, which is all that is known of it here."
  type Member @key(fields: "id") {
    id: ID!
    "The oldest first."
    badges: [Badge!]! @listSize(assumedSize: 10)
  }

  type Badge {
    name: String!
    member: Member!
    "Who gave it; null for a key that is nobody's."
    by: Member
  }

  type Mutation {
    "community: its id."
    giveBadge(community: ID!, member: ID!, name: String!): Badge! @requiresScopes(scopes: [["ADMIN"]])
  }

  type Subscription {
    "Every badge from now on."
    badgeGiven(community: ID!): Badge! @requiresScopes(scopes: [["READ"]])
  }
`

const most = 100 // badges of one member
const badges = new Map() // lists by the member's id
const given = new EventEmitter().setMaxListeners(0)

/** What is marked as public is told to whoever asked; all else is masked. */
function refusal(code, message) {
  return Object.assign(new Error(message), { extensions: { public: true, code } })
}

/** Folkmoot has looked whether the scope is held in some community: whether it is this one is ours to look. */
function requireHere(viewer, scope, community) {
  if (viewer.kind === 'admin' || (viewer.community === community && viewer.scopes.includes(scope))) return
  throw refusal('FORBIDDEN', `Wanted a key with the scope ${scope} in this community; got another.`)
}

export const resolvers = {
  Member: { __resolveReference: ({ id }) => ({ id }), badges: ({ id }) => badges.get(id) ?? [] },
  Mutation: {
    giveBadge(_, { community, member, name }, { viewer }) {
      requireHere(viewer, 'ADMIN', community)
      const held = badges.get(member) ?? []
      if (held.length >= most)
        throw refusal('BADGES_TOO_MANY', `Wanted at most ${most} badges of one member; got more.`)
      if (held.some((badge) => badge.name === name)) throw refusal('BADGES_HELD', `${name} was given before.`)
      const badge = { name, member: { id: member }, by: viewer.member ? { id: viewer.member } : null }
      badges.set(member, [...held, badge])
      given.emit(community, badge)
      return badge
    },
  },
  Subscription: {
    badgeGiven: {
      subscribe(_, { community }, { viewer }) {
        requireHere(viewer, 'READ', community)
        return on(given, community)
      },
      resolve: ([badge]) => badge,
    },
  },
}
