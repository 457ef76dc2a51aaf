// Checks the decisions of a community without Folkmoot: every hash, every vote, every count; and an audit log that was downloaded
// (GET /audit/COMMUNITY). Node 20 or later, nothing else.
//
//   node verify.mjs URL COMMUNITY [--key KEY] [--save FILE]    reads it from a server's /graphql, and keeps what it read
//   node verify.mjs FILE…                                      checks what was kept; an audit log also in parts, one after another
//     --head HASH        a head that was published before: it must be in the chain
//     --receipt FILE     a voter's receipt (JSON), or a list of them: the leaf must be where it says
//     --signed-by KID    the key that the last head must be signed with
//
// The file is JSON lines: the community, then each decision, oldest first, followed by the leaves of its electorate and of its
// ballots, and at the end the head, signed. docs/ballots.md says what is hashed and how it is counted. The page checks with the
// same program. Of an audit log the lines are where it begins, each entry with its hash, oldest first, and where it ends, signed.

// ---- What is hashed (RFC 8785, RFC 6962) ----

/** Canonical JSON. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

const utf8 = new TextEncoder()
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** SHA-256 by the platform, where nothing faster is given. */
const subtle = async (bytes) => new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes))

/** A list of leaves that grows: its peaks are the roots of whole trees, the largest first. */
function treeWith(sha256) {
  const node = (left, right) => sha256(Uint8Array.of(1, ...left, ...right))
  const peaks = []
  const tree = {
    size: 0,
    async add(leaf) {
      const hash = await sha256(utf8.encode(`\0${canonical(leaf)}`))
      let top = hash
      for (let bits = tree.size; bits % 2 === 1; bits = (bits - 1) / 2) top = await node(peaks.pop(), top)
      peaks.push(top)
      tree.size++
      return hash
    },
    async root() {
      if (peaks.length === 0) return toHex(await sha256(new Uint8Array()))
      let root = peaks.at(-1)
      for (const peak of peaks.slice(0, -1).reverse()) root = await node(peak, root)
      return toHex(root)
    },
  }
  return tree
}

/** The root that a receipt's path leads to; null where it cannot be a path. */
async function rootOfReceipt(sha256, { leafHash, index, size, path }) {
  let [start, end] = [0, size]
  const rights = []
  while (end - start > 1) {
    let half = 1
    while (half * 2 < end - start) half *= 2
    rights.unshift(index < start + half)
    if (index < start + half) end = start + half
    else start += half
  }
  if (!(index >= 0 && index < size) || rights.length !== path.length) return null
  let root = fromHex(leafHash)
  for (const [step, right] of rights.entries()) {
    const other = fromHex(path[step])
    root = await sha256(Uint8Array.of(1, ...(right ? [...root, ...other] : [...other, ...root])))
  }
  return toHex(root)
}

// ---- How it is counted (docs/ballots.md) ----

/** What a choice means that does not say it itself. */
const old = { approve: 'FOR', reject: 'AGAINST', abstain: 'ABSTAIN' }
const meaning = ({ key, means }) => means ?? old[key] ?? 'OPTION'

/** The keys for and against, where the ballot asks nothing else. */
function questionOf(choices) {
  const of = (means) => choices.filter((choice) => meaning(choice) === means)
  const plain = of('FOR').length === 1 && of('AGAINST').length === 1 && of('OPTION').length === 0
  return plain ? { yes: of('FOR')[0].key, no: of('AGAINST')[0].key } : null
}

const none = () => ({ votes: 0, weight: 0 })
function addTo(count, weight) {
  count.votes++
  count.weight += weight
}

/** Shares are decimals as people write them, and compared in whole numbers: 57 of 100 is not more than 0.57. */
function compared(part, whole, share) {
  const [, digits = '0', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(share)) ?? []
  const places = fraction.length - Number(exponent)
  const scale = 10n ** BigInt(Math.max(places, 0))
  const wanted = BigInt(digits + fraction) * 10n ** BigInt(Math.max(-places, 0)) * BigInt(whole)
  const got = BigInt(part) * scale
  return got > wanted ? 1 : got < wanted ? -1 : 0
}

/** Instant run-off: the lowest leaves until one has more than half of what still counts, or two are left. */
function runOff(keys, votes) {
  const orders = new Map()
  for (const { choices, weight } of votes) {
    const order = choices.join('>')
    const sum = orders.get(order) ?? { choices, ...none() }
    addTo(sum, weight)
    orders.set(order, sum)
  }
  const rounds = []
  for (let inside = [...keys]; ; ) {
    const counts = new Map(inside.map((key) => [key, none()]))
    const continuing = none()
    for (const { choices, votes: many, weight } of orders.values()) {
      const first = choices.find((key) => counts.has(key))
      for (const sum of first === undefined ? [] : [counts.get(first), continuing]) {
        sum.votes += many
        sum.weight += weight
      }
    }
    // Lower: by the nearest round in which the two differ, then by heads, then by the place on the ballot.
    const history = [counts, ...rounds.map((round) => round.counts).reverse()]
    const higherFirst = (a, b) => {
      for (const round of history) {
        const difference = round.get(b).weight - round.get(a).weight
        if (difference !== 0) return difference
      }
      return counts.get(b).votes - counts.get(a).votes || keys.indexOf(a) - keys.indexOf(b)
    }
    const ranked = [...inside].sort(higherFirst)
    const over = counts.get(ranked[0]).weight * 2 > continuing.weight || inside.length <= 2
    rounds.push({ counts, continuing, eliminated: over ? null : ranked.at(-1) })
    if (over) return { rounds, winner: ranked[0] }
    inside = inside.filter((key) => key !== ranked.at(-1))
  }
}

/** Counts votes ({ choices, weight }) by what a record says of its ballot. */
export function recount({ method, choices, passes, electorate }, votes) {
  const neither = choices.find((choice) => meaning(choice) === 'ABSTAIN')?.key
  const abstains = (vote) => vote.choices.includes(neither)
  const counts = new Map(choices.map(({ key }) => [key, none()]))
  const decided = none()
  for (const vote of votes) {
    if (!abstains(vote)) addTo(decided, vote.weight)
    for (const key of method === 'RANKED' ? vote.choices.slice(0, 1) : vote.choices)
      addTo(counts.get(key) ?? none(), vote.weight)
  }
  const asked = questionOf(choices)
  const keys = choices.map(({ key }) => key).filter((key) => key !== neither)
  const rounds =
    method === 'RANKED' && !asked
      ? runOff(
          keys,
          votes.filter((vote) => !abstains(vote)),
        )
      : null
  const quorumReached = votes.length >= passes.minVotes && compared(votes.length, electorate.size, passes.quorum) >= 0
  const { outcome, choice } = resultOf()
  const shown = (sums) => [...sums].map(([key, { votes, weight }]) => ({ choice: key, votes, weight: weight / 1e6 }))
  const tally = {
    counts: shown(counts),
    voters: votes.length,
    turnout: electorate.size === 0 ? 0 : votes.length / electorate.size,
    quorumReached,
    standing: outcome,
    choice,
    rounds: (rounds?.rounds ?? []).map((round) => ({ counts: shown(round.counts), eliminated: round.eliminated })),
  }
  return { outcome, choice, tally }

  function resultOf() {
    if (!quorumReached) return { outcome: 'NO_QUORUM', choice: null }
    const plain = (passed) => ({ outcome: passed ? 'APPROVED' : 'REJECTED', choice: null })
    const passed = (count, of) => compared(count.weight, of.weight, passes.threshold) > 0
    if (asked && method === 'CONSENT') {
      const blocking = Math.max(1, Math.min(passes.objections ?? 1, electorate.size))
      return plain(counts.get(asked.no).votes < blocking)
    }
    if (asked) return plain(passed(counts.get(asked.yes), decided))
    const most = (a, b) => counts.get(b).weight - counts.get(a).weight || counts.get(b).votes - counts.get(a).votes
    const winner = rounds?.winner ?? [...keys].sort(most)[0]
    const last = rounds?.rounds.at(-1)
    const wins = passed((last?.counts ?? counts).get(winner), last?.continuing ?? decided)
    const against = meaning(choices.find(({ key }) => key === winner)) === 'AGAINST'
    if (!wins) return { outcome: 'NO_WINNER', choice: null }
    return against ? { outcome: 'REJECTED', choice: null } : { outcome: 'CHOSEN', choice: winner }
  }
}

// ---- The check ----

export const problems = {
  end: 'It ends before its last line, the head: something was cut off.',
  head: 'Its last decision is not the head that was signed.',
  signature: 'The signature of the head is not good.',
  stranger: 'The head is signed by another key.',
  follows: 'It does not follow on the one before: one was changed, left out or slipped in.',
  hash: 'Its hash is not that of its record: it was changed.',
  form: 'Its record is of a form that this program does not know.',
  texts: 'A text is not the one that its record commits to: it was changed.',
  policy: 'The policy is not the one that it was decided under.',
  electorate: 'The seats are not those that its electorate was.',
  ballots: 'The votes are not those that its ballots were.',
  seat: 'A vote does not weigh what its seat weighs, or has no seat.',
  tally: 'Counted again, the votes come to another tally.',
  outcome: 'Counted again, the votes come to another outcome.',
  known: 'A head that was published before is not in the chain: it was made anew.',
  receipt: 'A vote is not where its receipt says.',
}

/**
 * Checks the lines of an export, in order. `heads`: hashes that must be in the chain; `receipts`: of voters; `signedBy`: the kid
 * of the key. @returns { decisions, recounted, erased, head, hashes (id by hash), signed (true, false, or null: not looked at), brokenAt,
 * problem }, the last two null where all holds.
 */
export async function check(lines, { sha256 = subtle, heads = [], receipts = [], signedBy = null } = {}) {
  const found = {
    decisions: 0,
    recounted: 0,
    erased: 0, // of those, such as have texts that were erased with a member
    head: null,
    hashes: new Map(),
    signed: null,
    brokenAt: null,
    problem: null,
  }
  const awaited = new Map(receipts.map((receipt) => [receipt.leafHash, receipt]))
  let open = null // the decision whose leaves come
  let end = null
  const broken = (problem, brokenAt = null) => ({ ...found, problem, brokenAt })
  for (const receipt of receipts) {
    const own = toHex(await sha256(utf8.encode(`\0${canonical(receipt.leaf)}`)))
    if (own !== receipt.leafHash || (await rootOfReceipt(sha256, receipt)) !== receipt.root)
      return broken(problems.receipt)
  }
  for await (const line of lines) {
    if (line.kind === 'electorate' || line.kind === 'ballots') {
      if (open?.record.id !== line.decision) return broken(problems[line.kind], line.decision)
      for (const leaf of line.leaves) await open[line.kind](leaf)
      continue
    }
    const problem = open && (await open.end())
    if (problem) return broken(problem, open.record.id)
    if (open) {
      found.decisions++
      found.head = open.hash
      found.hashes.set(open.hash, open.record.id)
      if (open.counts) found.recounted++
      if (open.erased) found.erased++
      open = null
    }
    if (line.kind === 'decision') {
      open = decisionOf(line)
      const wrong = await open.begin()
      if (wrong) return broken(wrong, open.record.id)
    } else if (line.kind === 'head') end = line
  }
  if (end === null) return broken(problems.end)
  if (end.length !== found.decisions || end.head !== found.head) return broken(problems.head)
  found.signed = await signatureOf(end, signedBy)
  if (found.signed === false) return broken(signedBy && end.key !== signedBy ? problems.stranger : problems.signature)
  if (heads.some((head) => !found.hashes.has(head))) return broken(problems.known)
  return awaited.size > 0 ? broken(problems.receipt) : found

  function decisionOf({ record, hash, policy, texts, erased = [] }) {
    const [seats, ballots] = [treeWith(sha256), treeWith(sha256)]
    const weights = new Map()
    const last = new Map()
    let before = ''
    let ordered = true
    return {
      record,
      hash,
      erased: erased.length > 0,
      counts: record.form >= 2 && record.electorate.size > 0,
      async begin() {
        if (record.previousHash !== found.head || record.position !== found.decisions + 1) return problems.follows
        if (![1, 2, 3].includes(record.form)) return problems.form
        // Before form 3 the record held its texts itself: where one was erased, only the decisions after it hold its hash.
        const whole = record.form === 3 || erased.length === 0
        if (whole && toHex(await sha256(utf8.encode(canonical(record)))) !== hash) return problems.hash
        if (record.form === 3) {
          for (const [name, commitment] of Object.entries(record.texts)) {
            const text = texts?.[name] ?? null
            if (text === null && erased.includes(name)) continue
            const own = text && toHex(await sha256(utf8.encode(canonical([text.salt, text.value]))))
            if (own !== commitment) return problems.texts
          }
        }
        if (record.form === 1 || record.policyHash === null || policy === undefined) return null
        return toHex(await sha256(utf8.encode(canonical(policy)))) === record.policyHash ? null : problems.policy
      },
      async electorate(leaf) {
        await seats.add(leaf)
        ordered &&= before < leaf.member // each once
        before = leaf.member
        weights.set(leaf.member, leaf.weight)
      },
      async ballots(leaf) {
        const own = toHex(await ballots.add(leaf))
        if (awaited.get(own)?.index === ballots.size - 1) awaited.delete(own)
        last.set(leaf.member, leaf)
      },
      async end() {
        if (record.form === 1) return null
        const same = async (tree, { size, root }) => tree.size === size && (await tree.root()) === root
        if (!ordered || !(await same(seats, record.electorate))) return problems.electorate
        if (!(await same(ballots, record.ballots))) return problems.ballots
        const votes = [...last.values()].filter(({ retracted }) => !retracted)
        if (votes.some(({ member, weight }) => weights.get(member) !== weight)) return problems.seat
        const again = recount(record, votes)
        for (const [key, value] of Object.entries(again.tally))
          if (canonical(record.tally[key]) !== canonical(value)) return problems.tally
        const counted = record.madeBy !== 'VOTE' || (again.outcome === record.outcome && again.choice === record.choice)
        return counted ? null : problems.outcome
      },
    }
  }
}

export const auditProblems = {
  start: 'It does not begin as an audit log does, or its parts are not of one community.',
  part: 'A part does not go on where the one before ended.',
  follows: 'An entry is missing before it, or it is not in its place.',
  community: 'It is of another community.',
  hash: 'Its hash is not that of its record and the hash before: it was changed, left out or slipped in.',
  address: 'The address is not the one that its record commits to: it was changed.',
  end: 'It ends before its last line: something was cut off.',
  head: 'Its last entry is not the one that was signed.',
  signature: problems.signature,
  stranger: problems.stranger,
  known: 'A head that was published before is not in the chain: it was made anew, or it is in another part.',
}

/**
 * Checks the lines of an audit log: the digest of each record, whatever it holds, and the chain over them. Parts may follow one
 * another. @returns { entries, erased (of those, whose address was erased with a member), from (the place before the first), before (its hash), head, signed (true, false, or null: not looked
 * at), brokenAt (a place), problem }, the last two null where all holds.
 */
export async function checkAudit(lines, { sha256 = subtle, heads = [], signedBy = null } = {}) {
  const found = {
    entries: 0,
    erased: 0,
    from: 0,
    before: null,
    head: null,
    signed: null,
    brokenAt: null,
    problem: null,
  }
  const hex = async (text) => toHex(await sha256(utf8.encode(text)))
  const awaited = new Set(heads)
  const broken = (problem, brokenAt = null) => ({ ...found, problem, brokenAt })
  let community
  let [place, hash] = [0, '']
  let whole = false
  for await (const line of lines) {
    if (line.kind === 'folkmoot.audit') {
      const first = community === undefined
      if (line.form !== 1 || line.community === undefined) return broken(auditProblems.start)
      if (!first && !whole) return broken(auditProblems.end, place)
      if (!first && line.community !== community) return broken(auditProblems.start)
      if (!first && (line.after !== place || line.before !== hash)) return broken(auditProblems.part, line.after)
      if (first && (line.after === 0) !== (line.before === '')) return broken(auditProblems.start)
      if (first) Object.assign(found, { from: line.after, before: line.before || null, head: line.before || null })
      ;[community, place, hash, whole] = [line.community, line.after, line.before, false]
      awaited.delete(hash)
    } else if (community === undefined || whole) {
      return broken(auditProblems.start)
    } else if (line.kind === 'entry') {
      if (line.place !== place + 1) return broken(auditProblems.follows, line.place)
      if (line.record?.community !== community) return broken(auditProblems.community, line.place)
      // A record of form 1 held its address itself: where that was erased, its digest is taken as it stands.
      const alone = line.erased === true && line.record.form === 1 && line.record.address === null
      const own = await hex(hash + (alone ? line.digest : await hex(canonical(line.record))))
      if (own !== line.hash) return broken(auditProblems.hash, line.place)
      const { addressHash = null } = line.record
      const committed = typeof line.salt === 'string' ? await hex(canonical([line.salt, line.address])) : null
      if (addressHash !== committed && line.erased !== true) return broken(auditProblems.address, line.place)
      ;[place, hash] = [line.place, own]
      found.entries++
      if (line.erased) found.erased++
      found.head = hash
      awaited.delete(hash)
    } else if (line.kind === 'audit-head') {
      const ends = line.community === community && line.length === place && (line.head ?? '') === hash
      if (!ends) return broken(auditProblems.head)
      found.signed = await signatureOf(line, signedBy)
      if (found.signed === false)
        return broken(signedBy && line.key !== signedBy ? auditProblems.stranger : auditProblems.signature)
      whole = true
    } else return broken(auditProblems.start)
  }
  if (!whole) return broken(auditProblems.end)
  return awaited.size > 0 ? broken(auditProblems.known) : found
}

async function signatureOf({ kind, community, length, head, at, signature, key, keys }, signedBy) {
  const jwk = keys?.find(({ kid }) => kid === key)
  if (signedBy && key !== signedBy) return false
  if (!jwk) return signedBy ? false : null
  const { subtle } = globalThis.crypto
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
  const thumbprint = await subtle.digest('SHA-256', utf8.encode(canonical({ crv: jwk.crv, kty: jwk.kty, x: jwk.x })))
  const kid = btoa(String.fromCharCode(...new Uint8Array(thumbprint)))
  if (kid.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') !== key) return false
  const text = canonical({ kind: `folkmoot.${kind}`, community, length, head, at })
  const publicKey = await subtle.importKey('raw', bytes(jwk.x), 'Ed25519', false, ['verify']).catch(() => null)
  if (publicKey === null) return null // not every browser can
  return subtle.verify('Ed25519', publicKey, bytes(signature), utf8.encode(text))
}

/** What was found, in words. */
export function inWords({ decisions, recounted, erased = 0, head, signed, brokenAt, problem }) {
  if (problem) return brokenAt ? `The chain breaks at ${brokenAt}. ${problem}` : `The chain does not hold. ${problem}`
  const hold = decisions === 1 ? '1 decision holds' : `${decisions} decisions hold`
  const said = `${hold}${recounted > 0 ? `, ${recounted} of them counted again from the votes` : ''}${
    erased > 0 ? `, ${erased} of them without texts that were erased with a member` : ''
  }. Head ${head}`
  return signed ? `${said}, signed.` : `${said}.`
}

/** What was found in an audit log, in words. */
export function auditInWords({ entries, erased = 0, from, before, head, signed, brokenAt, problem }) {
  if (problem)
    return brokenAt
      ? `The audit log breaks at entry ${brokenAt}. ${problem}`
      : `The audit log does not hold. ${problem}`
  const hold = entries === 1 ? '1 entry holds' : `${entries} entries hold`
  const gone = erased > 0 ? `, ${erased} of them without an address that was erased with a member` : ''
  const said = `${hold}${gone}${from > 0 ? `, after entry ${from} (${before})` : ''}. Head ${head ?? 'none: it is empty'}`
  return signed ? `${said}, signed.` : `${said}.`
}

// ---- Reading it from a server ----

const headQuery = `query VerifyHead($community: ID!) {
  verifyDecisions(community: $community) { signedHead { community length head at signature key } } }`
const chainQuery = `query VerifyChain($community: ID!, $after: Cursor) {
  community(community: $community) {
    decisions(first: 100, after: $after) { nodes { id hash record texts erased } pageInfo { hasNextPage endCursor } } } }`
const leavesQuery = `query VerifyLeaves($id: ID!, $seats: Cursor, $votes: Cursor, $moreSeats: Boolean!, $moreVotes: Boolean!) {
  proof(decision: $id) {
    policy
    electorate(first: 1000, after: $seats) @include(if: $moreSeats) { nodes pageInfo { hasNextPage endCursor } }
    ballots(first: 1000, after: $votes) @include(if: $moreVotes) { nodes pageInfo { hasNextPage endCursor } } } }`

/**
 * The lines of a community's export. `ask(query, variables)` gives the data of an answer or throws; `keys` are those of
 * /.well-known/folkmoot.json, where they were read.
 */
export async function* exportOf(ask, community, keys) {
  const { signedHead: head } = (await ask(headQuery, { community })).verifyDecisions
  yield { kind: 'folkmoot.export', form: 1, community: head.community, at: head.at }
  const decisions = []
  for (let after = null; ; ) {
    const { nodes, pageInfo } = (await ask(chainQuery, { community, after })).community.decisions
    decisions.push(...nodes.filter(({ record }) => record.position <= head.length)) // not those made since
    if (!pageInfo.hasNextPage) break
    after = pageInfo.endCursor
  }
  for (const { id, hash, record, texts, erased = [] } of decisions.sort(
    (a, b) => a.record.position - b.record.position,
  )) {
    const more = { moreSeats: record.electorate?.size > 0, moreVotes: record.ballots?.size > 0 }
    let proof = more.moreSeats || record.policyHash ? await leaves({ id, ...more, seats: null, votes: null }) : null
    const beside = { ...(texts ? { texts } : {}), ...(erased.length > 0 ? { erased } : {}) }
    yield { kind: 'decision', hash, record, ...beside, ...(proof ? { policy: proof.policy } : {}) }
    while (proof) {
      const { electorate, ballots } = proof
      if (electorate) yield { kind: 'electorate', decision: id, leaves: electorate.nodes }
      if (ballots) yield { kind: 'ballots', decision: id, leaves: ballots.nodes }
      const moreSeats = electorate?.pageInfo.hasNextPage ?? false
      const moreVotes = ballots?.pageInfo.hasNextPage ?? false
      const places = { seats: electorate?.pageInfo.endCursor ?? null, votes: ballots?.pageInfo.endCursor ?? null }
      proof = moreSeats || moreVotes ? await leaves({ id, moreSeats, moreVotes, ...places }) : null
    }
  }
  yield { kind: 'head', ...head, ...(keys ? { keys } : {}) }

  async function leaves(variables) {
    const { proof } = await ask(leavesQuery, variables)
    if (!proof) throw new Error(`The decision ${variables.id} cannot be read.`)
    return proof
  }
}

// ---- The command ----

const program = globalThis.process?.argv?.[1]
if (program && import.meta.url.endsWith('/verify.mjs') && /[\\/]verify\.mjs$/.test(program)) {
  // By a name that those who bundle this for a page do not follow.
  const node = (name) => import(/* @vite-ignore */ `node:${name}`)
  const [{ createHash }, fs, { createInterface }, { parseArgs }] = await Promise.all(
    ['crypto', 'fs', 'readline', 'util'].map(node),
  )
  const text = { type: 'string' }
  const many = { type: 'string', multiple: true, default: [] }
  const options = { key: text, save: text, head: many, receipt: many, 'signed-by': text }
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options })
    const [from, community] = positionals
    if (!from) throw new Error('Wanted a file, or the address of a /graphql and a community.')
    const online = community !== undefined && /^https?:/.test(from)
    const lines = online ? fromServer(from, community, values) : fromFiles(positionals)
    const first = await lines.next()
    const receipts = values.receipt.flatMap((file) => JSON.parse(fs.readFileSync(file, 'utf8')))
    const sha256 = (bytes) => createHash('sha256').update(bytes).digest()
    const signedBy = values['signed-by'] ?? null
    const all = values.save ? saved(again(first, lines), values.save) : again(first, lines)
    const audit = first.value?.kind === 'folkmoot.audit'
    const checking = { sha256, heads: values.head, receipts, signedBy }
    const found = await (audit ? checkAudit(all, checking) : check(all, checking))
    console.log(audit ? auditInWords(found) : inWords(found))
    if (found.problem) process.exitCode = 1
  } catch (error) {
    console.error(error.message)
    process.exitCode = 2
  }

  /** What was looked at already, and the rest. */
  async function* again(first, rest) {
    if (!first.done) yield first.value
    yield* rest
  }

  async function* fromFiles(files) {
    for (const file of files) {
      const input = fs.createReadStream(file)
      let number = 0
      for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
        number++
        if (line.trim() !== '') yield parsed(line, `${file}, line ${number}`)
      }
    }
  }

  function parsed(line, where) {
    try {
      return JSON.parse(line)
    } catch {
      throw new Error(`${where}: it is no JSON. It was cut off, or changed.`)
    }
  }

  async function* fromServer(url, community, { key }) {
    const known = await fetch(new URL('/.well-known/folkmoot.json', url))
    const { keys } = known.ok ? await known.json() : {}
    const headers = { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) }
    const ask = async (query, variables) => {
      const body = JSON.stringify({ query, variables })
      const answer = await (await fetch(url, { method: 'POST', headers, body })).json()
      if (answer.errors || !answer.data) throw new Error(answer.errors?.[0]?.message ?? 'The server does not answer.')
      return answer.data
    }
    yield* exportOf(ask, community, keys)
  }

  async function* saved(lines, file) {
    const out = fs.openSync(file, 'wx')
    try {
      for await (const line of lines) {
        fs.writeSync(out, `${JSON.stringify(line)}\n`)
        yield line
      }
    } finally {
      fs.closeSync(out)
    }
  }
}
