// What there is, for the parts and for the whole alike: rows that lead to one another, and fields that are more than what
// their row has. Ids are alike on purpose: a member, a proposal and a community are all "1", and the slug of one is the id
// of another.

import { GraphQLError } from 'graphql'

export interface Row {
  __typename: string
  /** An interface that has a key. */
  isAlso?: string
  /** The part that does not know it: its fields of it are null. */
  unknownTo?: string
  [field: string]: unknown
}

export interface World {
  entities: Row[]
  fields: Record<string, (row: any, args: any) => unknown>
}

const fault = (text: string) => new GraphQLError(`no luck with ${text}`, { extensions: { code: 'BAD_INPUT' } })

const supportOf = (tally: { yes: number; no: number } | null) => tally && tally.yes / (tally.yes + tally.no)

export function worldOf(): World {
  let changes = 0
  const make = <T extends object>(count: number, type: string, of: (at: number) => T): (Row & T)[] =>
    Array.from({ length: count }, (_, at) => ({ __typename: type, id: String(at + 1), ...of(at) }))

  // Put together as texts, some keys would be one.
  const handles = [
    { platform: 'a', name: 'b,c' },
    { platform: 'a,b', name: 'c' },
    { platform: 'a', name: 'b' },
    { platform: '', name: '"}' },
    null,
    { platform: 'Gemüse', name: '🜁' },
  ]
  const members: Row[] = make(6, 'Member', (at) => ({
    handle: handles[at],
    name: `m${at + 1}`,
    role: ['ADMIN', 'STEWARD', 'MEMBER'][at % 3],
    accounts: [
      null,
      [],
      [{ platform: 'git', host: null }, null, { platform: 'hub', host: 'a.example' }],
      [{ platform: 'x', host: 'x' }],
    ][at % 4],
    extra: [
      { id: 'none', __typename: 'Proposal', handle: { platform: [1, { name: null }] }, folkmoot_as_id: 7 },
      [{ name: 'in json', id: 1 }, null],
      null,
    ][at % 3],
    score: at / 2,
    active: [true, false, null][at % 3],
    ...(at === 3 ? { unknownTo: 'cred' } : {}),
  }))
  const strict = (at: number) => ({ __typename: 'Strict', always: 'yes', keeper: members[at] })
  const communities: Row[] = make(3, 'Community', (at) => ({
    slug: String(((at + 1) % 3) + 1),
    name: at === 1 ? null : `c${at + 1}`,
    motto: `motto ${at + 1}`,
    total: 10 * at,
    settings:
      at === 2
        ? null
        : { __typename: 'Settings', quorum: 0.5, strict: strict(at), stricts: [strict(at), strict(at + 1)] },
    ...(at === 1 ? { unknownTo: 'proposals' } : {}),
  }))
  const options = [{ name: 'a', weight: 1 }, null, { name: 'b', weight: null }, { name: 'c', weight: 5 }]
  const proposals: Row[] = make(5, 'Proposal', (at) => ({
    name: `p${at + 1}`,
    state: at % 2 ? 'CLOSED' : 'OPEN',
    tally: at === 3 ? null : { yes: at, no: 1 },
    support: supportOf(at === 3 ? null : { yes: at, no: 1 }),
    options: at === 2 ? null : options.slice(at % 3),
    grid: [[1, null, at], null, []],
    ...(at === 4 ? { unknownTo: 'actions' } : {}),
  }))
  const polls: Row[] = make(2, 'Poll', (at) => ({ tally: at ? null : { yes: 7, no: 8 } }))
  const keys = [
    { number: 1, kind: '11' },
    { number: 11, kind: '1' },
    { number: 1, kind: '1' },
    { number: 0, kind: '' },
  ]
  const actions: Row[] = keys.map((key, at) => ({
    __typename: 'Action',
    ...key,
    worth: at,
    receipt: at ? { kind: at, number: { id: at }, by: [] } : null,
  }))
  const media: Row[] = make(4, 'Picture', (at) => ({
    ...(at > 1 ? { __typename: 'Film', minutes: at } : { width: 100 * at }),
    isAlso: 'Media',
    id: `media ${at + 1}`,
    url: at === 1 ? null : `https://example/${at + 1}`,
    likes: at,
  }))

  const at = <T>(rows: readonly T[], index: number): T => rows[index % rows.length]!
  for (const [index, member] of members.entries()) {
    member.community = index === 5 ? null : at(communities, index)
    member.mentor = index === 0 ? null : at(members, index + 2)
    member.friends = [at(members, index + 1), null, at(members, index + 3), at(members, index + 1)]
    member.rival = index % 2 ? null : at(members, index * 2 + 5)
    member.history = [
      { at: index, of: at(members, index + 3), proposal: at(proposals, index) },
      { at: 9, of: member },
    ]
    member.proposals = proposals.filter((_, each) => each % 3 === index % 3)
    member.votes = proposals.slice(0, index % 3).map((proposal) => vote(proposal, member))
    member.done = index === 4 ? null : actions.filter((_, each) => each % 2 === index % 2)
  }
  for (const [index, community] of communities.entries()) {
    community.parent = index === 0 ? null : communities[index - 1]
    community.members = members.filter((member) => member.community === community)
    community.table = [[at(members, index), null, at(members, index + 1)], null, [], [at(members, index)]]
    community.best = at(members, index * 2)
    community.actions = actions.slice(index)
    community.proposals = proposals.slice(index, index + 2)
    if (community.settings) (community.settings as Row).keeper = at(members, index + 3)
  }
  for (const [index, proposal] of proposals.entries()) {
    proposal.author = index === 1 ? null : at(members, index)
    proposal.community = at(communities, index)
    proposal.votes = members.slice(index).map((member) => vote(proposal, member))
    proposal.amends = index % 2 ? proposals[index - 1] : null
    proposal.amendments = index % 2 ? null : proposals.filter((_, each) => each === index + 1)
    proposal.actions = index === 4 ? null : [at(actions, index), null, at(actions, index + 1)]
    proposal.decides = [at(actions, index), at(actions, index), null]
  }
  for (const [index, poll] of polls.entries()) poll.about = index ? proposals[0] : members[2]
  for (const [index, action] of actions.entries()) {
    action.by = index === 2 ? null : at([members[0], members[1], members[3]], index)
    action.community = at(communities, index)
    action.subject = [proposals[0], polls[0], null, proposals[3]][index]
    action.after = actions.slice(0, index)
  }
  for (const [index, each] of media.entries()) {
    each.fans = [at(members, index), null]
    if (index > 1) each.frames = media.slice(0, index - 1)
    else each.of = members[index]
  }

  function vote(proposal: Row, voter: Row): Row {
    const choice = [proposal.id, { voter: voter.id, proposal: { id: 'x' } }]
    return {
      __typename: 'Vote',
      proposal,
      voter,
      choice,
      weight: 1,
      counted: Number(proposal.id) + Number(voter.id) / 10,
    }
  }
  const change = (member: string, text: string) => ({
    __typename: 'Change',
    at: ++changes,
    member: members.find(({ id }) => id === member) ?? null,
    text,
  })
  const first = (name: string) => (row: Row, args: { first?: number | null }) =>
    (row[name] as Row[] | null)?.slice(0, args.first ?? undefined) ?? null
  const label = (row: Row, { upper }: { upper: boolean }) =>
    upper ? `${row.__typename} ${row.id}`.toUpperCase() : `${row.__typename} ${row.id}`
  const said = (_: unknown, args: object) => sorted(args)
  const risky = (row: Row) => {
    if (Number(row.id ?? row.number) % 2) throw fault(`${row.__typename} ${row.id ?? row.number}`)
    return `safe ${row.id ?? row.number}`
  }
  const fitting = (filter: any, row: Row): boolean =>
    !filter ||
    ((filter.state ?? row.state) === row.state &&
      (filter.ids ?? [row.id]).includes(row.id) &&
      (!filter.any || filter.any.some((each: any) => fitting(each, row))))

  return {
    entities: [
      ...members,
      ...communities,
      ...proposals,
      ...polls,
      ...actions,
      ...media,
      ...members.flatMap(({ votes }) => votes as Row[]),
      ...proposals.flatMap(({ votes }) => votes as Row[]),
    ],
    fields: {
      'Query.now': () => 'now',
      'Query.community': (_, { slug }) => communities.find((each) => each.slug === slug) ?? null,
      'Query.member': (_, { id }) => members.find((each) => each.id === id) ?? null,
      'Query.members': (_, { role, first: most }) =>
        [null, ...members].filter((each) => !each || !role || each.role === role).slice(0, most ?? 2),
      'Query.node': (_, { id, community }) =>
        (community ? communities : members).find((each) => each.id === id) ?? null,
      'Query.nodes': () => [members[1], communities[1], null, members[4]],
      'Query.search': (_, { text }) => [...communities, ...members].filter(({ id }) => !text || id === text),
      'Query.top': (_, args) => first('top')({ __typename: '', top: [members[2], members[0], members[2]] }, args),
      'Query.bestMedia': () => media[2],
      'Query.counted': () => [...(members[2]!.votes as Row[]), null],
      'Query.proposal': (_, { id }) => proposals.find((each) => each.id === id) ?? null,
      'Query.proposals': (_, { filter, first: most }) =>
        proposals.filter((each) => fitting(filter, each)).slice(0, most ?? undefined),
      'Query.votables': () => [proposals[0], polls[0], null, proposals[3], polls[1]],
      'Query.hot': () => [polls[0], proposals[1], members[1], null, proposals[4]],
      'Query.items': () => [polls[1], proposals[0]],
      'Query.action': (_, { number, kind }) => actions.find((each) => each.number === number && each.kind === kind),
      'Query.actions': (_, { kinds }) =>
        [...actions, null].filter((each) => !each || !kinds || kinds.includes(each.kind)),
      'Query.media': () => [media[3], media[0], null, media[1]],
      'Query.say': said,
      'Member.say': said,
      'Proposal.say': said,
      'Action.say': said,
      'Mutation.rename': (_, { id, name }) => change(id, name),
      'Mutation.grant': (_, { member, amount }) => change(member, String(amount)),
      'Mutation.vote': (_, { member, text }) => change(member, text),
      'Mutation.request': (_, { number, kind }) => {
        const action = actions.find((each) => each.number === number && each.kind === kind) ?? null
        const at = ++changes
        if (number > 4) throw fault('a request')
        return { __typename: 'Requested', at, action }
      },
      'Community.label': label,
      'Community.members': first('members'),
      'Community.actions': first('actions'),
      'Settings.note': (_, { role }) => `for ${role}`,
      'Strict.never': () => {
        throw fault('what is never null')
      },
      'Member.label': label,
      'Member.risky': risky,
      'Member.standing': ({ accounts }) =>
        accounts?.map((each: any) => (each ? `${each.platform}/${each.host}` : '-')).join() ?? null,
      'Member.digest': ({ role, extra }) => JSON.stringify([role, extra]),
      'Member.title': ({ name }, { prefix }) => `${prefix}${name.toUpperCase()}`,
      'Member.riskyScore': ({ id }) => Number(risky({ __typename: 'score', id }).slice(5)),
      'Member.history': first('history'),
      'Member.proposals': (row, args) =>
        first('proposals')(
          { __typename: '', proposals: row.proposals.filter((each: Row) => fitting(args.filter, each)) },
          args,
        ),
      'Proposal.label': label,
      'Proposal.support': ({ tally }) => supportOf(tally),
      'Proposal.verdict': ({ support }) => (support === null ? null : `with ${support}`),
      'Proposal.byline': ({ author }) => author && `by ${author.name.toLowerCase()}`,
      'Proposal.widest': ({ options }) =>
        options?.map((each: any) => (each ? `${each.name}${each.weight}` : '-')).join() ?? null,
      'Proposal.votes': first('votes'),
      'Proposal.texts': ({ id }) => ['a', null, Number(id) % 2 ? fault('a text') : 'b'],
      'Poll.label': label,
      'Poll.told': ({ about }) => `of ${about.name}`,
      'Poll.name': ({ id }, { lang }) => `poll ${id} in ${lang}`,
      'Action.risky': risky,
    },
  }
}

/** With the names of objects in one order: composing may have changed that of the arguments. */
function sorted(value: any): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  )
}
