import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'

it('The sandbox runs as a process of its own, says where it is, and ends when asked', async () => {
  const main = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, '--port', '0', '--cred-port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    let printed = ''
    for await (const chunk of child.stdout) {
      printed += chunk
      if (printed.includes('nothing is kept')) break
    }
    const graphql = /GraphQL +(\S+)/.exec(printed)![1]!
    const token = /token +(\w{40})/.exec(printed)![1]!
    const cred = /address +(\S+)/.exec(printed)![1]!
    const headers = { 'content-type': 'application/json', 'personal-token': token }
    const me = await fetch(graphql, { method: 'POST', headers, body: '{"query":"{ me { slug } }"}' })
    assert.deepEqual(await me.json(), { data: { me: { slug: 'governance-bot' } } })
    const path = /curl (\S+)/.exec(printed)![1]!
    const [, body] = /-d '(.+)'/.exec(printed)!
    const submitted = await fetch(path, { method: 'POST', headers, body: body! })
    assert.equal(((await submitted.json()) as { status: string }).status, 'PENDING')
    assert.equal((await fetch(`${cred}output/credGrainView`)).status, 200)
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    assert.equal(code, 0)
  } finally {
    child.kill('SIGKILL')
  }
})
