// Sets a community up: its cred, its collective, its people, and the policies beside this file. Run once, with the admin key.
// Needs Node 20 or later, and nothing else.
import { readFileSync } from 'node:fs'

const {
  FOLKMOOT = 'http://127.0.0.1:4000',
  KEY, // the admin key
  COMMUNITY = 'garden',
  CRED, // the address of your SourceCred instance
  COLLECTIVE, // its slug: opencollective.com/SLUG
  TOKEN, // a personal token of an admin there
  SETTINGS = '{}', // for a stand-in collective: where it is
} = process.env

/** Calls one mutation. @throws Error with what was wrong. */
async function call(mutation, type, input, selection) {
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} userErrors { code message } } }`
  const response = await fetch(`${FOLKMOOT}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${KEY}` },
    body: JSON.stringify({ query, variables: { input } }),
  })
  const { data, errors } = await response.json()
  const [wrong] = errors ?? data[mutation].userErrors
  if (wrong) throw new Error(`${mutation}: ${wrong.message}`)
  return data[mutation]
}

const beside = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
const community = COMMUNITY

await call('createCommunity', 'CreateCommunityInput', { slug: community, name: 'Our garden' }, 'community { id }')
await call('createRole', 'CreateRoleInput', { community, name: 'steward' }, 'role { id }')

const { cred } = await call('connectCred', 'ConnectCredInput', { community, url: CRED }, 'cred { total }')
console.log(`Cred is read: ${cred.total} in all.`)

const collective = { platform: 'opencollective', externalId: COLLECTIVE, credentials: { personalToken: TOKEN } }
const { connection } = await call(
  'connectPlatform',
  'ConnectPlatformInput',
  { community, ...collective, settings: JSON.parse(SETTINGS) },
  'connection { status problem }',
)
console.log(`Open Collective: ${connection.status}. ${connection.problem ?? ''}`)

for (const name of ['stewards.yaml', 'invoices.yaml']) {
  const input = { community, document: beside(name) }
  const { policy } = await call('applyPolicy', 'ApplyPolicyInput', input, 'policy { name version }')
  console.log(`The policy ${policy.name} is in force, version ${policy.version}.`)
}

// A key of their own lets each ask for roles and vote. It is told this once.
for (const { name, accounts } of JSON.parse(beside('people.json'))) {
  const { member } = await call('addMember', 'AddMemberInput', { community, name, accounts }, 'member { id }')
  const wanted = { community, name, member: member.id, scopes: ['READ', 'VOTE'] }
  const { secret } = await call('createApiKey', 'CreateApiKeyInput', wanted, 'secret')
  console.log(`${name}'s key: ${secret}`)
}
