import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { acceptPolicy } from '../../../schema/policy/index.ts'
import { capabilities, changed, consent, deed, options, problems, said, stewards, vote } from './documents.ts'

describe('policy documents that are refused', () => {
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

  it('A policy document names every problem', () => {
    const input = changed(changed(stewards, 'when', 'x'), 'decide.rule', 'y')
    assert.throws(
      () => acceptPolicy(input, capabilities),
      /when: At character 1: Unknown variable: x\. Also: decide\.rule: At character 1: Unknown variable: y\.$/,
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
})
