import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '../../../schema/errors.ts'
import {
  acceptPolicy,
  checkPolicy,
  describePolicy,
  type PolicyProblem,
  parsePolicy,
  stepsAfter,
} from '../../../schema/policy/index.ts'

const capabilities = [
  {
    platform: 'opencollective',
    hears: [
      'opencollective.expense.created',
      'opencollective.expense.updated',
      'opencollective.expense.invite.declined',
    ],
    performs: ['opencollective.expense.approve', 'opencollective.expense.reject', 'opencollective.expense.comment'],
  },
  {
    platform: 'communities',
    hears: ['communities.role.requested'],
    performs: ['communities.role.grant', 'communities.role.refuse'],
  },
]

const invoices = `
name: invoices
on: opencollective.expense.created
when: action.data.amountInCents <= 500000
decide:
  vote:
    title: 'Pay "{{ action.subject.title }}"?'
    electorate: { role: steward, minCred: 10, credWeeks: 12, weight: EQUAL }
    closesIn: P3D
    passes: { quorum: 0.2, threshold: 0.5, minVotes: 2, closeEarly: true }
    venues: [opencollective.expense.comment]
enforcement: ENFORCING
then:
  approved: [{ perform: opencollective.expense.approve }]
  rejected: [{ perform: opencollective.expense.reject, with: { message: '{{ decision.reason }}' } }]
`
const stewards = {
  name: 'stewards',
  on: 'communities.role.requested',
  when: 'action.data.role == "steward"',
  decide: { rule: 'cred.status == "FOUND" && cred.total > 25.0' },
  // biome-ignore lint/suspicious/noThenProperty: a key of the document.
  then: { approved: [{ perform: 'communities.role.grant' }], rejected: [{ perform: 'communities.role.refuse' }] },
}

/** A document in which one place was changed; undefined removes it. */
function changed(base: object, place: string, value: unknown): any {
  const copy = JSON.parse(JSON.stringify(base))
  const path = place.split('.')
  const last = path.pop()!
  let at: any = copy
  for (const key of path) at = at[key] ??= {}
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy
}

function problems(input: unknown): PolicyProblem[] {
  try {
    acceptPolicy(input, capabilities)
    return []
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error))
    assert.equal(error.code, 'POLICY_INVALID')
    return error.details?.problems as PolicyProblem[]
  }
}

const vote = parsePolicy(invoices) as object
const consent = { title: 'Pay?', method: 'CONSENT', closesIn: 'P3D' }
const said = (...keys: string[]) => keys.map((key) => ({ key, label: key }))
const options = [
  { key: 'library', label: 'A tool library' },
  { key: 'pond', label: 'A pond' },
]
const deed = [{ perform: 'opencollective.expense.comment' }]

describe('policy documents', () => {
  it('A policy document as YAML text and as an object is read to the same', () => {
    const document = parsePolicy(invoices)
    assert.deepEqual(document.on, ['opencollective.expense.created'])
    assert.equal(document.decide.vote?.electorate.role, 'steward')
    assert.deepEqual(document.then.noQuorum, [])
    assert.deepEqual(parsePolicy(document), document)
    assert.deepEqual(parsePolicy(JSON.stringify(document)), document)
    assert.deepEqual(checkPolicy(document, capabilities), [])
    assert.deepEqual(problems(stewards), [])
  })

  it('A policy document leaves out what has a default', () => {
    const document = parsePolicy({ name: 'x', on: 'shop.order.placed', decide: { rule: 'true' } })
    assert.equal(document.enforcement, 'ENFORCING')
    assert.deepEqual(document.then, { approved: [], rejected: [], noWinner: [], noQuorum: [] })
  })

  for (const [what, input, path, message] of [
    ['a list', [], '', /policy document/],
    ['nothing', null, '', /policy document/],
    ['text that is not YAML', 'name: [', '', /Not YAML at line 1/],
    ['two documents in one text', 'name: a\n---\nname: b', '', /one policy/],
    ['a document too long', `name: x # ${'a'.repeat(70_000)}`, '', /65536 bytes/],
    ['a name missing', changed(stewards, 'name', undefined), 'name', /Missing/],
    ['an unknown key', changed(stewards, 'descide', {}), 'descide', /Unknown key "descide". Did you mean "decide"\?/],
    [
      'an unknown key deep down',
      changed(vote, 'decide.vote.electorate.minCerd', 1),
      'decide.vote.electorate.minCerd',
      /Did you mean "minCred"\?/,
    ],
    ['rule and vote', changed(vote, 'decide.rule', 'true'), 'decide', /got both/],
    ['neither rule nor vote', changed(stewards, 'decide', {}), 'decide', /got neither/],
    [
      'a word that is no enforcement',
      changed(stewards, 'enforcement', 'ENFORCE'),
      'enforcement',
      /Wanted one of ENFORCING, ADVISORY; got "ENFORCE"/,
    ],
    [
      'a quorum over 1',
      changed(vote, 'decide.vote.passes.quorum', 20),
      'decide.vote.passes.quorum',
      /at most 1; got 20/,
    ],
    [
      'a quorum in words',
      changed(vote, 'decide.vote.passes.quorum', '20%'),
      'decide.vote.passes.quorum',
      /Wanted a number; got "20%"/,
    ],
    ['half a vote', changed(vote, 'decide.vote.passes.minVotes', 1.5), 'decide.vote.passes.minVotes', /whole number/],
    [
      'a threshold of 1',
      changed(vote, 'decide.vote.passes.threshold', 1),
      'decide.vote.passes.threshold',
      /can never pass/,
    ],
    ['no closing time', changed(vote, 'decide.vote.closesIn', undefined), 'decide.vote.closesIn', /Missing/],
    [
      'a closing time in words',
      changed(vote, 'decide.vote.closesIn', '3 days'),
      'decide.vote.closesIn',
      /P3D or PT90M; got "3 days"/,
    ],
    ['a month', changed(vote, 'decide.vote.closesIn', 'P1M'), 'decide.vote.closesIn', /no fixed length/],
    ['no time at all', changed(vote, 'decide.vote.closesIn', 'PT0S'), 'decide.vote.closesIn', /longer than nothing/],
    ['an empty duration', changed(vote, 'decide.vote.closesIn', 'PT'), 'decide.vote.closesIn', /ISO 8601/],
    ['two years', changed(vote, 'decide.vote.closesIn', 'P800D'), 'decide.vote.closesIn', /366 days/],
    ['a kind without a platform', changed(stewards, 'on', 'created'), 'on.0', /Wanted a kind/],
    ['a star in the middle', changed(stewards, 'on', 'opencollective.*.created'), 'on.0', /Wanted a kind/],
    [
      'a kind that its platform does not hear',
      changed(vote, 'on', ['opencollective.expense.creatd']),
      'on.0',
      /Did you mean "opencollective.expense.created"/,
    ],
    [
      'a kind that its platform does not do',
      changed(vote, 'then.approved', [{ perform: 'opencollective.expense.approved' }]),
      'then.approved.0.perform',
      /Did you mean "opencollective.expense.approve"/,
    ],
    [
      'an act on a platform that nothing here reaches',
      changed(vote, 'then.approved', [{ perform: 'slack.message.post' }]),
      'then.approved.0.perform',
      /No adapter here/,
    ],
    [
      'an unknown venue',
      changed(vote, 'decide.vote.venues', ['opencollective.expense.poll']),
      'decide.vote.venues.0',
      /does not perform/,
    ],
    [
      'noQuorum under a rule',
      changed(stewards, 'then.noQuorum', [{ perform: 'communities.role.refuse' }]),
      'then.noQuorum',
      /only a vote/,
    ],
    [
      'approved and rejected doing the same',
      changed(stewards, 'then.rejected', [{ perform: 'communities.role.grant' }]),
      'then.rejected',
      /same/,
    ],
    [
      'consent with a threshold',
      changed(vote, 'decide.vote.method', 'CONSENT'),
      'decide.vote.passes.threshold',
      /objection/,
    ],
    [
      'consent about options',
      changed(vote, 'decide.vote', { ...consent, choices: options }),
      'decide.vote.choices',
      /agreement or objection/,
    ],
    [
      'objections without consent',
      changed(vote, 'decide.vote.passes.objections', { atLeast: 2 }),
      'decide.vote.passes.objections',
      /CONSENT/,
    ],
    [
      'objections of nobody',
      changed(vote, 'decide.vote.passes.objections', { atLeast: 0 }),
      'decide.vote.passes.objections.atLeast',
      /at least 1/,
    ],
    [
      'more objections than members',
      changed(vote, 'decide.vote', {
        ...consent,
        electorate: { members: ['a'] },
        passes: { objections: { atLeast: 2 } },
      }),
      'decide.vote.passes.objections.atLeast',
      /nothing could be blocked/,
    ],
    [
      'a minimum time beyond the end',
      changed(vote, 'decide.vote.passes.closeEarly', { after: 'P4D' }),
      'decide.vote.passes.closeEarly.after',
      /at most the P3D/,
    ],
    [
      'a minimum time in words',
      changed(vote, 'decide.vote.passes.closeEarly', { after: 'a day' }),
      'decide.vote.passes.closeEarly.after',
      /P3D or PT90M; got "a day"/,
    ],
    [
      'a word for closing early',
      changed(vote, 'decide.vote.passes.closeEarly', 'never'),
      'decide.vote.passes.closeEarly',
      /true, false or \{ after: P1D \}; got "never"/,
    ],
    [
      'approval of options',
      changed(vote, 'decide.vote.choices', options),
      'then.approved',
      /say means: FOR and means: AGAINST on the choices, or .* then: \{ library: \[/,
    ],
    [
      'a refusal that no option means',
      changed(vote, 'decide.vote.choices', options),
      'then.rejected',
      /means: AGAINST/,
    ],
    [
      'yes, no and something else',
      changed(vote, 'decide.vote.choices', [...said('yes', 'no'), ...options]),
      'decide.vote.choices',
      /question .* or at least two options, not both/,
    ],
    [
      'a key and a label that say the opposite',
      changed(vote, 'decide.vote.choices', [...said('yes'), { key: 'no', label: 'Yes' }]),
      'decide.vote.choices.1',
      /mean the same/,
    ],
    [
      'an unknown meaning',
      changed(vote, 'decide.vote.choices', [...said('yes'), { key: 'a', label: 'A', means: 'NO' }]),
      'decide.vote.choices.1.means',
      /Wanted one of FOR, AGAINST, ABSTAIN, OPTION; got "NO"/,
    ],
    ...['approved', 'noWinner', 'constructor', 'prototype'].map(
      (key) =>
        [
          `the key ${key}`,
          changed(vote, 'decide.vote.choices', [...options, { key, label: 'X', means: 'OPTION' }]),
          'decide.vote.choices.2.key',
          /Wanted a key that is/,
        ] as const,
    ),
    [
      'what follows from a choice that is not there',
      changed(changed(vote, 'decide.vote.choices', options), 'then', { libary: [] }),
      'then.libary',
      /Unknown key "libary"\. Did you mean "library"/,
    ],
    [
      'a key that is a trap',
      changed(vote, 'then', JSON.parse('{ "__proto__": [] }')),
      'then.__proto__',
      /Known here: approved, rejected, noWinner, noQuorum/,
    ],
    ['a winner of a question', changed(vote, 'then.noWinner', deed), 'then.noWinner', /approved or rejected/],
    ['a winner of a rule', changed(stewards, 'then.noWinner', deed), 'then.noWinner', /only a vote/],
    [
      'what follows from yes by its key',
      changed(changed(vote, 'decide.vote.choices', said('yes', 'no')), 'then.yes', deed),
      'then.yes',
      /means FOR: say under "approved"/,
    ],
    ['a ranking of nothing', changed(vote, 'decide.vote.method', 'RANKED'), 'decide.vote.method', /choices/],
    [
      'the same choice twice',
      changed(vote, 'decide.vote.choices', [
        { key: 'a', label: 'A' },
        { key: 'a', label: 'B' },
      ]),
      'decide.vote.choices',
      /same key/,
    ],
    [
      'more votes than members',
      changed(vote, 'decide.vote.electorate', { members: ['mem_1'] }),
      'decide.vote.passes.minVotes',
      /never pass/,
    ],
    [
      'weeks of cred that nothing counts',
      changed(vote, 'decide.vote.electorate', { role: 'steward', credWeeks: 4 }),
      'decide.vote.electorate.credWeeks',
      /changes nothing/,
    ],
    [
      'an expression that is not CEL',
      changed(stewards, 'when', 'action.kind =='),
      'when',
      /At character 15: Unexpected token/,
    ],
    [
      'a misspelt variable',
      changed(stewards, 'when', 'acton.kind == "x"'),
      'when',
      /At character 1: Unknown variable: acton. Did you mean "action"/,
    ],
    [
      'a misspelt field',
      changed(stewards, 'decide.rule', 'cred.totl > 25'),
      'decide.rule',
      /At character 6: No such key: totl. Did you mean "total"/,
    ],
    [
      'a rule that is a number',
      changed(stewards, 'decide.rule', 'cred.total'),
      'decide.rule',
      /true or false; got double/,
    ],
    [
      'types that do not go together',
      changed(stewards, 'decide.rule', 'cred.total > "25"'),
      'decide.rule',
      /double > string/,
    ],
    [
      'the decision before it is made',
      changed(stewards, 'when', 'decision.outcome == "APPROVED"'),
      'when',
      /only under `then`/,
    ],
    [
      'weeks that are not written out',
      changed(stewards, 'decide.rule', 'cred.lastWeeks(action.data.n) > 1'),
      'decide.rule',
      /written out/,
    ],
    [
      'a guardian of a step that is not held',
      changed(stewards, 'then.approved.0.guardian', 'council'),
      'then.approved.0.guardian',
      /Wanted with it holds/,
    ],
    [
      'a step that needs people of no role',
      changed(stewards, 'then.approved.0.needs', 2),
      'then.approved.0.needs',
      /Wanted with it by/,
    ],
    ['a hold of months', changed(stewards, 'then.approved.0.holds', 'P1M'), 'then.approved.0.holds', /no fixed length/],
    ['an open template', changed(vote, 'decide.vote.title', 'Pay {{ action.kind'), 'decide.vote.title', /not closed/],
    [
      'a template that does not compile',
      changed(vote, 'then.rejected.0.with', { message: { text: 'No: {{ decision.reson }}' } }),
      'then.rejected.0.with.message.text',
      /Did you mean "reason"/,
    ],
  ] as const)
    it(`A policy document refuses ${what}, and says where`, () => {
      const found = problems(input)
      const hit = found.find((problem) => problem.path.join('.') === path)
      assert.ok(hit, `wanted a problem at "${path}"; got ${JSON.stringify(found)}`)
      assert.match(hit.message, message)
    })

  it('A policy document takes a question in words of its own, and options with what follows from each', () => {
    assert.deepEqual(problems(changed(vote, 'decide.vote.choices', said('yes', 'no', 'abstain'))), [])
    const german = [
      { key: 'ja', label: 'Ja', means: 'FOR' },
      { key: 'nein', label: 'Nein', means: 'AGAINST' },
    ]
    assert.deepEqual(problems(changed(vote, 'decide.vote.choices', german)), [])
    assert.deepEqual(problems(changed(vote, 'decide.vote', { ...consent, choices: german })), [])
    const chosen = changed(vote, 'decide.vote.choices', options)
    assert.deepEqual(problems(changed(chosen, 'then', { library: deed, pond: [], noWinner: deed, noQuorum: deed })), [])
    const none = [...options, { key: 'none', label: 'Neither', means: 'AGAINST' }]
    assert.deepEqual(
      problems(changed(changed(vote, 'decide.vote.choices', none), 'then', { pond: deed, rejected: [] })),
      [],
    )
  })

  it('A policy document of an old version that approves what leads is read, and approves nothing', () => {
    const { then } = parsePolicy(changed(vote, 'decide.vote.choices', options))
    assert.equal(then.approved.length, 1)
    for (const choice of ['pond', 'approved', 'toString', '__proto__', null])
      assert.deepEqual(stepsAfter(then, { outcome: 'CHOSEN', choice }), { key: null, steps: [] })
    assert.equal(stepsAfter(then, { outcome: 'APPROVED' }).key, 'approved')
  })

  it('A policy document names every problem', () => {
    const input = changed(changed(stewards, 'when', 'x'), 'decide.rule', 'y')
    assert.throws(
      () => acceptPolicy(input, capabilities),
      /when: At character 1: Unknown variable: x\. Also: decide\.rule: At character 1: Unknown variable: y\.$/,
    )
  })

  it('A policy document takes anything from a platform without an adapter', () => {
    assert.deepEqual(
      problems(changed(changed(stewards, 'on', ['shop.order.*', 'opencollective.expense.*']), 'then', {})),
      [],
    )
  })

  it('A policy document that aliases would blow up is refused', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replace(/./g, (c) => `${c}: &${c} [${`*${String.fromCharCode(c.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`
    assert.match(problems(bomb)[0]!.message, /alias/)
  })

  it('A policy document that is too deep is refused, as an object and as text', () => {
    let deep: unknown = 1
    for (let level = 0; level < 30_000; level++) deep = [deep]
    assert.match(problems(changed(vote, 'then.approved.0.with', { deep }))[0]!.message, /20 levels/)
    assert.match(problems(`name: ${'['.repeat(20_000)}`)[0]!.message, /Not YAML/)
  })

  it('A policy document is told in words', () => {
    assert.equal(
      describePolicy(parsePolicy(invoices)),
      'When an expense of up to 5,000 is submitted, holders of the role steward with at least 10 cred of the last 12 weeks, without whoever submitted it or is paid, vote for 3 days. ' +
        'It passes if more than 50 % of the weight is for it, and at least 20 % of them vote, and at least 2 vote. It closes early once the missing votes cannot change the outcome. ' +
        'If approved: the expense is approved. If rejected: the expense is rejected.',
    )
  })

  it('A policy document of expenses keeps out submitter and payee, unless it says otherwise', () => {
    const exceptOf = (on: unknown, except?: object) =>
      parsePolicy({
        name: 'p',
        on,
        decide: {
          vote: { title: 'Yes?', closesIn: 'P1D', electorate: { role: 'steward', ...(except && { except }) } },
        },
      }).decide.vote!.electorate.except
    const both = { initiator: true, payee: true }
    assert.deepEqual(exceptOf('opencollective.expense.created'), both)
    assert.deepEqual(exceptOf(['communities.role.requested', 'opencollective.expense.*']), both)
    assert.deepEqual(exceptOf('opencollective.*', {}), both)
    assert.deepEqual(exceptOf('opencollective.expense.*', { initiator: false }), { initiator: false, payee: true })
    assert.deepEqual(exceptOf('opencollective.expense.*', { initiator: false, payee: false }), {
      initiator: false,
      payee: false,
    })
    assert.equal(exceptOf('communities.role.requested'), undefined)
    assert.deepEqual(exceptOf('communities.role.requested', { initiator: true }), { initiator: true })
    const wrong = changed(vote, 'decide.vote.electorate', { except: { payees: true } })
    assert.match(problems(wrong)[0]!.message, /Did you mean "payee"/)
  })

  it('A policy document may name a usual way to decide, which stands for a vote', () => {
    const asked = {
      name: 'p',
      on: 'opencollective.expense.created',
      decide: { preset: 'two-people', by: 'treasurer', closesIn: 'P7D' },
    }
    const document = parsePolicy(asked)
    const { electorate, choices, passes, closesIn } = document.decide.vote!
    assert.deepEqual(electorate, { role: 'treasurer', weight: 'EQUAL', except: { initiator: true, payee: true } })
    assert.deepEqual(
      choices!.map(({ key }) => key),
      ['approve', 'reject'],
    )
    assert.deepEqual([passes.minVotes, passes.threshold, passes.closeEarly, closesIn], [2, 0.5, true, 'P7D'])
    assert.deepEqual(parsePolicy(document), document)
    assert.deepEqual(problems(asked), [])
    assert.match(describePolicy(document), /holders of the role treasurer, .* vote for 7 days.* at least 2 vote/)
    for (const [decide, path] of [
      [{ preset: 'above', by: 'treasurer', closesIn: 'P7D' }, 'decide.amount'],
      [{ preset: 'two-people', by: 'treasurer', closesIn: 'P7D', amount: 5 }, 'decide.amount'],
      [{ preset: 'two-people', by: 'treasurer' }, 'decide.closesIn'],
      [{ preset: 'two-people', closesIn: 'P7D' }, 'decide.by'],
      [{ preset: 'two-persons', by: 'a', closesIn: 'P7D' }, 'decide.preset'],
      [{ preset: 'two-people', by: 'a', closesIn: 'P7D', rule: 'true' }, 'decide'],
      [{ rule: 'true', by: 'treasurer' }, 'decide.by'],
    ] as const) {
      const found = problems({ ...asked, decide }).map((problem) => problem.path.join('.'))
      assert.ok(found.includes(path), `${JSON.stringify(decide)}: ${found}`)
    }
  })

  it('A policy document with the preset "above" concerns larger amounts only, besides its own condition', () => {
    const above = (when?: string) =>
      parsePolicy({
        name: 'p',
        on: 'opencollective.expense.created',
        ...(when && { when }),
        decide: { preset: 'above', amount: 50_000, by: 'council', closesIn: 'P5D' },
      })
    assert.equal(above().when, 'action.data.amountInCollectiveCurrency > 50000')
    assert.equal(above('a || b').when, '(a || b) && action.data.amountInCollectiveCurrency > 50000')
    assert.match(describePolicy(above()), /^When an expense of more than 500 is submitted, holders of the role council/)
    assert.deepEqual(above().decide.vote!.electorate.except, { initiator: true, payee: true })
  })

  it('A policy document tells in words of steps that wait', () => {
    const told = (waits: object) =>
      describePolicy(
        parsePolicy(changed(stewards, 'then', { approved: [{ perform: 'communities.role.grant', ...waits }] })),
      )
    assert.match(
      told({ holds: 'P2D' }),
      /If approved: the role is granted after 2 days in which an administrator may stay it\.$/,
    )
    assert.match(
      told({ holds: 'PT1H', guardian: 'council', needs: 2, by: 'treasurer' }),
      /the role is granted once 2 holders of the role treasurer have confirmed it within 30 days, and after 1 hour in which holders of the role council may stay it\.$/,
    )
  })

  it('A policy document tells in words its choices and what follows from each', () => {
    const told = (place: string, value: unknown, then: object) =>
      describePolicy(parsePolicy(changed(changed(vote, place, value), 'then', then)))
    const ballot = { title: 'What?', closesIn: 'P2W', passes: { closeEarly: { after: 'P1D' } } }
    const none = { key: 'no', label: 'None of\nthese' }
    assert.match(
      told('decide.vote', { ...ballot, method: 'RANKED', choices: [...options, none] }, { pond: deed, noWinner: deed }),
      /The choices: "A tool library", "A pond", "None of these" \(none of these\)\. An option is chosen if more than 50 % of the weight is for it in the round that decides\. It closes early once the missing votes cannot change the outcome, but not in the first 1 day\. If "A pond" is chosen: a comment is made on the expense\. If nothing is chosen: a comment is made on the expense\.$/,
    )
    assert.match(
      told('decide.vote.choices', said('yes', 'no'), {}),
      /The choices: "yes" \(for\), "no" \(against\)\. It passes if more than/,
    )
    assert.match(
      told('decide.vote', { ...consent, passes: { minVotes: 0, objections: { atLeast: 2 } } }, {}),
      /It passes if fewer than 2 object, even if nobody votes\./,
    )
  })

  it('A policy document tells its text as written where there are no words for it', () => {
    const told = (on: unknown, when: string | undefined, rule: string) =>
      describePolicy(parsePolicy({ name: 'p', on, ...(when === undefined ? {} : { when }), decide: { rule } }))
    assert.equal(
      told(
        'communities.role.requested',
        "action.data.role == 'steward'",
        'cred.status == "FOUND" && cred.total > 25.0',
      ),
      'When someone asks for the role steward, it is approved if who did it has more than 25 cred, else rejected.',
    )
    assert.equal(
      told('communities.role.requested', 'action.data.role == "a" || true', 'cred.total > 25 || true'),
      'When someone asks for a role and `action.data.role == "a" || true`, it is approved if `cred.total > 25 || true`, else rejected.',
    )
    assert.equal(
      told(['opencollective.expense.created', 'wiki.page.*'], 'action.data.amountInCents < 1250', 'true'),
      'When an expense is submitted or `wiki.page.*` happens and `action.data.amountInCents < 1250`, it is approved if `true`, else rejected.',
    )
  })
})
