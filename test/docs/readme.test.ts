// The steps of README.md, typed into a shell as they stand there, against the sandbox as a process of its own. What a
// reader fills in (`NAME=…`) is filled in from what was printed before; nothing else is changed but the ports.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { parsePolicy } from '../../schema/policy/index.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const steps = readme.slice(readme.indexOf('## Run it for your community'), readme.indexOf('## Settings'))
const blocks = [...steps.matchAll(/```(sh|yaml)\n(.*?)```/gs)].map(([, language, text]) => ({ language, text: text! }))
const without = spawnSync('bash', ['-c', 'curl --version']).status === 0 ? false : 'bash or curl is not installed'

describe('README.md', () => {
  it('has commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const named = [...readme.matchAll(/npm run ([a-z-]+)/g)].map((match) => match[1]!)
    assert.ok(named.length > 1)
    for (const name of named) assert.ok(name in scripts, `npm run ${name}`)
  })

  it('links to what is there', () => {
    for (const [, path] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g)) readFileSync(join(root, path!))
  })

  it('names every setting of the configuration, and no other', () => {
    const read = readFileSync(join(root, 'backbone/config.ts'), 'utf8')
    const settings = new Set(
      [...read.matchAll(/(?:environment\.|')(HOST|PORT|[A-Z]+_[A-Z_]+)\b/g)].map((match) => match[1]!),
    )
    for (const forTests of ['TEST_DATABASE_URL', 'FOLKMOOT_FAULTS']) settings.delete(forTests)
    const table = readme.slice(readme.indexOf('## Settings'), readme.indexOf('## More'))
    const rows = [...table.matchAll(/^\| ([^|]+)\|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]!),
    )
    assert.deepEqual(new Set(rows), settings)
  })

  it('shows what the demonstration says', async (t) => {
    const demo = program(t, root, ['node', join(root, 'sandbox/demo/main.ts'), '--exit', '--port', '0'])
    await demo.says(/Both flows passed\.\n/)
    const plain = (text: string) => text.replaceAll(/\d+(\.\d+)?/g, '#')
    const said = plain(demo.said())
    const shown = /```\n( {2}▸.*?)```/s
      .exec(readme)![1]!
      .split('\n')
      .filter((line) => /[▸◂]|On Open/.test(line))
    assert.ok(shown.length > 5)
    for (const line of shown) assert.ok(said.includes(plain(line.replace(/ …$/, ''))), line)
  })

  it('shows policies that can be applied', () => {
    const policies = blocks.filter(({ language }) => language === 'yaml')
    assert.ok(policies.length > 0)
    for (const { text } of policies) parsePolicy(text)
  })

  it('leads from nothing to an approved expense, step by step', { skip: without }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'folkmoot-readme-'))
    t.after(() => rmSync(folder, { recursive: true, force: true }))

    const sandbox = program(t, folder, ['node', join(root, 'sandbox/main.ts'), '--port', '0', '--cred-port', '0'])
    await sandbox.says(/nothing is kept/)
    const [, web] = await sandbox.says(/web +(\S+)/)
    const folkmoot = program(t, folder, ['node', join(root, 'gateway/main.ts')], {
      PORT: '0',
      LOG_LEVEL: 'error',
      FOLKMOOT_PRIVATE_HOSTS: /FOLKMOOT_PRIVATE_HOSTS=(\S+) npm start/.exec(steps)![1]!,
    })
    const [, url] = await folkmoot.says(/listens at (\S+)\/graphql\n/)
    await folkmoot.says(/printed once\): \S+\n/)

    const shell = shellOf(t, folder)
    const here = (text: string) =>
      text.replaceAll(/http:\/\/127\.0\.0\.1:4000\b/g, url!).replaceAll(/http:\/\/127\.0\.0\.1:4600\b/g, web!)
    const run = async (text: string) => {
      const answers = await shell.run(here(text))
      assert.doesNotMatch(answers, /"errors"|"code"/, `${text}\n${answers}\n${folkmoot.said()}`)
      return answers
    }
    // The stream that the README shows, and one that tells this test when to go on.
    const watch = (text: string) => program(t, folder, ['bash', '-c', here(text)])
    let streams: { decisions: Program; proposals: Program } | null = null

    let printed = folkmoot.said() + sandbox.said()
    for (const { language, text } of blocks) {
      if (language === 'yaml') writeFileSync(join(folder, /^# (\S+)/.exec(text)![1]!), text)
      else if (/^(npm run sandbox|FOLKMOOT_\S+ npm start)\n$/.test(text)) continue
      else if (text.startsWith('curl -sN')) {
        streams = {
          decisions: watch(text),
          proposals: watch(text.replace(/"subscription .*\}"/, () => `"${proposals}"`)),
        }
        await openStreams(url!, 2)
      } else if (/^\w+=\S+( +#.*)?\n/.test(text) && !text.includes('ask ')) await run(filledIn(text, printed))
      else {
        if (text.includes('status: OPEN')) await streams!.proposals.says(/"OPENED"[^\n]*Garden hose/)
        if (text.includes('roleRequests')) await streams!.decisions.says(/("outcome".*){3}/s)
        if (text.includes('verifyDecisions')) {
          await streams!.proposals.says(/"COMPLIANCE_CHANGED"[^\n]*Garden hose[^\n]*"FOLLOWED"/)
        }
        printed = await run(text)
        // A decision is told before what follows from it is done: a reader looks once more.
        while (text.includes('roleRequests') && /PENDING/.test(printed)) printed = await run(text)
        for (const [of, expected] of Object.entries(expectations)) {
          if (text.includes(of)) assert.match(printed, expected, text)
        }
      }
    }
    const heard = [...streams!.decisions.said().matchAll(/"outcome":"(\w+)"/g)].map((match) => match[1])
    assert.deepEqual(heard.sort(), ['APPROVED', 'APPROVED', 'APPROVED', 'REJECTED'])
  })
})

/** What the answer to a step must say, by a part of the step. */
const expectations: Record<string, RegExp> = {
  'connectCred(': /"total":\d[^\n]*"userErrors":\[\][^\n]*\n.*"status":"FOUND"/s,
  'connectPlatform(': /"status":"CONNECTED","problem":null/,
  'addMember(': /(mem_\w+.*){3}/s,
  'createApiKey(': /(fmk_.*){3}/s,
  'applyPolicy(': /"stewards","version":1.*"invoices","version":1/s,
  'requestRole(': /(PENDING.*){3}/s,
  roleRequests: /REFUSED.*(GRANTED.*){2}|(GRANTED.*){2}REFUSED|GRANTED.*REFUSED.*GRANTED/s,
  'sandbox/expenses': /"status": ?"PENDING"/,
  'status: OPEN': /"id":"prop_\w+"[^\n]*"size":2/,
  'castVote(': /"voters":1.*"voters":2,"standing":"APPROVED"/s,
  verifyDecisions: /"status":"APPROVED".*"compliance":"FOLLOWED".*"valid":true,"length":4/s,
}

const proposals =
  'subscription { proposals(community: \\"garden\\") { kind proposal { title decision { compliance } } } }'

/** Waits until the server counts so many. */
async function openStreams(url: string, wanted: number): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${url}/metrics`)).text()
    if (Number(/^folkmoot_streams\{transport="sse"\} (\d+)/m.exec(metrics)?.[1]) >= wanted) return
  }
}

/** `NAME=…` as a reader fills it in: from a line `NAME=VALUE` printed, else by what the values of its kind begin with, in order. */
function filledIn(text: string, printed: string): string {
  const taken: Record<string, number> = {}
  return text.replaceAll(/^(\w+)=(\S+)/gm, (_line, name: string, placeholder: string) => {
    const said = new RegExp(`^${name}=(.+)$`, 'm').exec(printed)
    if (said) return `${name}=${said[1]}`
    const [, kind] =
      /^(\w+_)…$/.exec(placeholder) ?? assert.fail(`${name}=${placeholder} is to be filled in from nothing`)
    const values = printed.match(new RegExp(`${kind}[\\w-]+`, 'g')) ?? []
    taken[kind!] = (taken[kind!] ?? -1) + 1
    return `${name}=${values[taken[kind!]!] ?? assert.fail(`no ${kind} was printed for ${name}`)}`
  })
}

interface Program {
  child: ChildProcess
  said(): string
  /** The first match in what it says. @throws when it ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray>
}

function program(t: TestContext, cwd: string, [command, ...args]: string[], env: Record<string, string> = {}): Program {
  const child = spawn(command === 'node' ? process.execPath : command!, args, {
    cwd,
    env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true, // so that what it starts ends with it
  })
  t.after(() => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL')
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const exit = once(child, 'exit')
  return {
    child,
    said: () => said,
    async says(pattern) {
      for (;;) {
        const found = pattern.exec(said)
        if (found) return found
        const ended = await Promise.race([exit.then(() => true), once(child.stdout, 'data').then(() => false)])
        if (ended && !pattern.test(said)) throw new Error(`It ended, and said: ${said}`)
      }
    },
  }
}

/** One shell for all steps: it keeps variables and functions. */
function shellOf(t: TestContext, cwd: string) {
  const shell = program(t, cwd, ['bash'])
  let step = 0
  return {
    /** What it prints until the text has run. */
    async run(text: string): Promise<string> {
      const from = shell.said().length
      step += 1
      shell.child.stdin!.write(`${text}\necho "-- step ${step} ended"\n`)
      await shell.says(new RegExp(`-- step ${step} ended\n`))
      return shell.said().slice(from)
    },
  }
}
