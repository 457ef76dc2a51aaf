// Asks Folkmoot whether something may happen, as a step of a workflow: may this be merged, may this be released?
//
//   node ask.mjs KIND TYPE ID TITLE [--url URL] [--label LABEL] [--why TEXT] [--by GITHUB-USERNAME]
//
// FOLKMOOT_URL is the address of its /graphql, FOLKMOOT_KEY a key with the scope INTEGRATE, FOLKMOOT_COMMUNITY a slug (folkmoot where
// nothing is said). Ends with 0: allowed; 1: denied; 2: a ballot is open, ask again when it is over; 3: it could not be asked.
// Asking twice about the same is one question: the answer is what became of the first.

import { parseArgs } from 'node:util'

const text = { type: 'string' }

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: text, label: text, why: text, by: text },
  })
  const [kind, type, id, title] = positionals
  if (!title) throw new Error('Wanted KIND TYPE ID TITLE.')
  const { FOLKMOOT_URL: url, FOLKMOOT_KEY: key, FOLKMOOT_COMMUNITY: community = 'folkmoot' } = process.env
  if (!url || !key) throw new Error('Wanted FOLKMOOT_URL and FOLKMOOT_KEY.')
  const { label = '', why = '', by } = values
  const input = {
    ...{ community, kind, subject: { type, id, title, url: values.url ?? null }, data: { label, why } },
    ...(by ? { initiator: { platform: 'github', username: by } } : {}),
    idempotencyKey: [kind, type, id, label].join(' '),
  }
  const query = `mutation ($input: ReportActionInput!) { requestPermission(input: $input) {
    action { id verdict problem } userErrors { code message } } }`
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables: { input } }),
  })
  const { data, errors } = await answer.json()
  const refusal = errors?.[0] ?? data.requestPermission.userErrors[0]
  if (refusal) throw new Error(refusal.message)
  const { verdict, problem } = data.requestPermission.action
  console.log(`${title}: ${{ ALLOW: 'allowed', DENY: 'denied', WAIT: 'not decided yet' }[verdict]}.`)
  if (problem) console.log(problem)
  process.exitCode = { ALLOW: 0, DENY: 1, WAIT: 2 }[verdict]
}

await main().catch((error) => {
  console.error(error.message)
  process.exitCode = 3
})
