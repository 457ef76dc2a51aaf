// The commands of README.md and the steps of docs/getting-started.md, typed into a shell as they stand there, against the
// sandbox as a process of its own. What a reader fills in (`NAME=…`) is filled in from what was printed before; nothing else
// is changed but the ports, and where the repository is.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { subgraphNames } from '../../gateway/names.ts'
import { chunksOf } from '../../sandbox/demo/animated-webp.ts'
import { parsePolicy } from '../../schema/policy/index.ts'
import { type Program, program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const guide = readFileSync(join(root, 'docs/getting-started.md'), 'utf8')
const steps = guide.slice(guide.indexOf('## Run it for your community'), guide.indexOf('## The page'))
const blocksOf = (page: string) =>
  [...page.matchAll(/```(sh|yaml|js)\n(.*?)```/gs)].map(([, language, text]) => ({ language, text: text! }))
const blocks = blocksOf(steps)
const without = spawnSync('bash', ['-c', 'curl --version']).status === 0 ? false : 'bash or curl is not installed'

describe('README.md', () => {
  it('README.md is short, and shows a picture that moves', () => {
    assert.ok(readme.split('\n').length <= 150)
    const [, path] = /src="(docs\/images\/[^"]+)"/.exec(readme)!
    const picture = readFileSync(join(root, path!))
    assert.ok(picture.length < 1_500_000, `${picture.length} bytes`)
    const frames = [...chunksOf(picture.subarray(12))].filter(({ name }) => name === 'ANMF')
    assert.ok(frames.length > 10, `${frames.length} frames`)
    const seconds = frames.reduce((sum, { content }) => sum + content.readUIntLE(12, 3), 0) / 1000
    assert.ok(seconds > 10 && seconds < 25, `${seconds} s`)
  })

  it('README.md and docs/getting-started.md have commands that package.json has', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    for (const page of [readme, guide]) {
      const named = [...page.matchAll(/npm run ([a-z-]+)/g)].map((match) => match[1]!)
      assert.ok(named.length > 1)
      for (const name of named) assert.ok(name in scripts, `npm run ${name}`)
    }
  })

  it('README.md links to what is there', () => {
    const paths = [...readme.matchAll(/\]\((?!https?:)([^)#]+)|src="([^"]+)"/g)].map(
      ([, link, source]) => link ?? source!,
    )
    assert.ok(paths.length > 20)
    for (const path of paths) assert.ok(existsSync(join(root, path)), path)
  })

  it('README.md shows of the examples what stands in them', () => {
    const example = (path: string) => readFileSync(join(root, 'examples', path), 'utf8')
    const shown = blocksOf(readme).filter(({ language }) => language !== 'sh')
    assert.deepEqual(shown.map(({ language }) => language).sort(), ['js', 'yaml'])
    for (const { language, text } of shown)
      assert.ok(example(language === 'js' ? 'driver/driver.mjs' : 'community/invoices.yaml').includes(text), text)
  })

  it('README.md leads through its three uses, as they stand', { skip: without }, async (t) => {
    const { folder, url, web, printed, shell, here } = await started(
      t,
      /FOLKMOOT_PRIVATE_HOSTS=(\S+) npm start/.exec(readme)![1]!,
    )
    const uses = readme.slice(readme.indexOf('## Three ways'), readme.indexOf('## Beside'))
    const commands = blocksOf(uses).filter(({ language }) => language === 'sh')
    const [sandbox, start, say, community, driver, watch, follow, ...rest] = commands.map(({ text }) => here(text))
    assert.deepEqual(rest, [])
    assert.equal(sandbox, 'npm run sandbox\n')
    assert.match(start!, /^FOLKMOOT_PRIVATE_HOSTS=\S+ npm start\n$/)

    await shell.run(`${filledIn(say!, printed)}FOLKMOOT=${url}`)
    assert.match(await shell.run(community!), /CONNECTED.*(key: fmk_\S+\s.*){3}/s)
    const [handOver, decide] = driver!.trim().split('\n')
    const handed = await shell.run(handOver!)
    assert.match(handed, /The driver's key: fmk_/)
    const aside = (text: string) =>
      program(t, folder, ['bash', '-c', text.replace('KEY=fmk_…', `KEY=${/fmk_\S+/.exec(handed)![0]}`)], {
        FOLKMOOT: url,
      })
    const deciding = aside(decide!)
    await deciding.says(/^reading$/m)
    const streams = [aside(watch!), aside(follow!)]
    await openStreams(url, 3)
    await shell.run(
      `curl -s ${web}/sandbox/expenses -H 'content-type: application/json' -d '{"as": "lin-yue", "description": "Rope", "amountInCents": 2500}'`,
    )
    await streams[0]!.says(/"outcome":"APPROVED","reason":"With it, 25 of 300 are spent this month\."/)
    await streams[1]!.says(/^APPROVED: With it, 25 of 300 are spent this month\.$/m)
  })
})

describe('docs/running.md', () => {
  it('docs/running.md names every setting of the configuration, and no other', () => {
    const read = ['backbone/config.ts', 'backbone/subgraph/guests.ts']
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('')
    const settings = new Set(
      [...read.matchAll(/(?:environment\.|')(HOST|PORT|[A-Z]+_[A-Z_]+)\b/g)].map((match) => match[1]!),
    )
    for (const forTests of ['TEST_DATABASE_URL', 'FOLKMOOT_FAULTS']) settings.delete(forTests)
    for (const part of [...subgraphNames, 'gateway']) settings.add(`FOLKMOOT_${part.toUpperCase()}_URL`)
    const running = readFileSync(join(root, 'docs/running.md'), 'utf8')
    const table = running.slice(running.indexOf('## Settings'), running.indexOf('## Paths'))
    const rows = [...table.matchAll(/^\| ([^|]+)\|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]!),
    )
    assert.deepEqual(new Set(rows), settings)
  })
})

describe('docs/getting-started.md', () => {
  it('docs/getting-started.md shows what the demonstration says', async (t) => {
    const demo = program(t, root, ['node', join(root, 'sandbox/demo/main.ts'), '--exit', '--port', '0'])
    await demo.says(/Both flows passed\.\n/)
    const plain = (text: string) => text.replaceAll(/\d+(\.\d+)?/g, '#')
    const said = plain(demo.said())
    const shown = /```\n( {2}▸.*?)```/s
      .exec(guide)![1]!
      .split('\n')
      .filter((line) => /[▸◂]|On Open/.test(line))
    assert.ok(shown.length > 5)
    for (const line of shown) assert.ok(said.includes(plain(line.replace(/ …$/, ''))), line)
  })

  it('docs/getting-started.md shows policies that can be applied', () => {
    const policies = blocks.filter(({ language }) => language === 'yaml')
    assert.ok(policies.length > 0)
    for (const { text } of policies) parsePolicy(text)
  })

  it('docs/getting-started.md leads from nothing to an approved expense, step by step', {
    skip: without,
  }, async (t) => {
    const { folder, url, shell, here, ...servers } = await started(
      t,
      /FOLKMOOT_PRIVATE_HOSTS=(\S+) npm start/.exec(steps)![1]!,
    )
    const run = async (text: string) => {
      const answers = await shell.run(here(text))
      assert.doesNotMatch(answers, /"errors"|"code"/, `${text}\n${answers}\n${servers.said()}`)
      return answers
    }
    // The stream that the README shows, and one that tells this test when to go on.
    const watch = (text: string) => program(t, folder, ['bash', '-c', here(text)])
    let streams: { decisions: Program; proposals: Program } | null = null

    let printed = servers.printed
    for (const { language, text } of blocks) {
      if (language === 'yaml') writeFileSync(join(folder, /^# (\S+)/.exec(text)![1]!), text)
      else if (/^(npm run sandbox|FOLKMOOT_\S+ npm start)\n$/.test(text)) continue
      else if (text.startsWith('curl -sN')) {
        streams = {
          decisions: watch(text),
          proposals: watch(text.replace(/"subscription .*\}"/, () => `"${proposals}"`)),
        }
        await openStreams(url, 2)
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

/** The sandbox and Folkmoot, as a reader starts them, and a shell in a folder of its own. */
async function started(t: TestContext, privateHosts: string) {
  const folder = temporaryFolder(t)
  const sandbox = program(t, folder, ['node', join(root, 'sandbox/main.ts'), '--port', '0', '--cred-port', '0'])
  await sandbox.says(/nothing is kept/)
  const [, web] = await sandbox.says(/web +(\S+)/)
  const folkmoot = program(t, folder, ['node', join(root, 'gateway/main.ts')], {
    PORT: '0',
    LOG_LEVEL: 'error',
    FOLKMOOT_PRIVATE_HOSTS: privateHosts,
  })
  const [, url] = await folkmoot.says(/listens at (\S+)\/graphql\n/)
  await folkmoot.says(/printed once\): \S+\n/)
  return {
    folder,
    url: url!,
    web: web!,
    printed: folkmoot.said() + sandbox.said(),
    said: folkmoot.said,
    shell: shellOf(t, folder),
    /** The text, with the ports and the repository where they are. */
    here: (text: string) =>
      text
        .replaceAll(/http:\/\/127\.0\.0\.1:4000\b/g, url!)
        .replaceAll(/http:\/\/127\.0\.0\.1:4600\b/g, web!)
        .replaceAll('node examples/', `node ${root}/examples/`),
  }
}

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

/** One shell for all steps: it keeps variables and functions. */
function shellOf(t: TestContext, cwd: string) {
  const shell = program(t, cwd, ['bash'])
  let step = 0
  return {
    /** What it prints until the text has run. */
    async run(text: string): Promise<string> {
      const from = shell.said().length
      step += 1
      shell.types(`${text}\necho "-- step ${step} ended"\n`)
      await shell.says(new RegExp(`-- step ${step} ended\n`))
      return shell.said().slice(from)
    },
  }
}
