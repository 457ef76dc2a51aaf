// Hands the community's questions to a driver of your own, and makes a key for it. Run once, with an ADMIN key. From then on no
// policy decides; `node set-up.mjs --back` gives the questions back to the policies.
const { FOLKMOOT = 'http://127.0.0.1:4000', KEY, COMMUNITY = 'garden' } = process.env

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

const community = COMMUNITY
const back = process.argv.includes('--back')
await call('setDriver', 'SetDriverInput', { community, kind: back ? 'BUILT_IN' : 'EXTERNAL' }, '')
if (back) console.log('The policies decide.')
else {
  const wanted = { community, name: 'budget driver', scopes: ['DRIVE', 'INTEGRATE'] }
  const { secret } = await call('createApiKey', 'CreateApiKeyInput', wanted, 'secret')
  console.log(`The driver's key: ${secret}`)
}
