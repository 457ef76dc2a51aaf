import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { openOutbound } from '../../../backbone/security/outbound.ts'
import { Refusal } from '../../../schema/errors.ts'
import { filesOf, mostFetchedBytes, sha256 } from '../../../subgraphs/cred/sourcecred/fetch.ts'
import { instanceUrl } from '../../../subgraphs/cred/sourcecred/instance-url.ts'
import { type ProblemKind, SourceProblem } from '../../../subgraphs/cred/sourcecred/problem.ts'
import { type KnownFiles, readSource } from '../../../subgraphs/cred/sourcecred/read.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { accountsFile, created, credGrainView, type Files, json, ledger, serve, weeks, zlib } from '../instances.ts'

const view = zlib(credGrainView([{ name: 'ada', cred: [1] }]))
const accounts = json(accountsFile([{ name: 'ada', cred: [2] }]))
const events = ledger([created({ name: 'ada', cred: [] })])

async function served(t: TestContext, files: Files) {
  const instance = await serve(t, files)
  const outbound = openOutbound(['127.0.0.1'])
  t.after(() => outbound.close())
  const read = (known: KnownFiles | null = null) => readSource(filesOf(instance.url, outbound.fetch), known)
  return { instance, read }
}

function isProblem(kind: ProblemKind, message?: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof SourceProblem, String(error))
    assert.equal(error.kind, kind, error.message)
    if (message) assert.match(error.message, message)
    return true
  }
}

describe('reading an instance from the web', () => {
  it('Reading an instance from the web takes the best file that is there, and the ledger', async (t) => {
    const { read } = await served(t, {
      'output/credGrainView': view,
      'output/accounts.json': accounts,
      'data/ledger.json': events,
    })
    const outcome = await read()
    assert.ok(outcome.state === 'read')
    assert.equal(outcome.sha256, sha256(view, events))
    assert.deepEqual(outcome.files, [
      { path: 'output/credGrainView', sha256: sha256(view), bytes: view.length },
      { path: 'data/ledger.json', sha256: sha256(events), bytes: events.length },
    ])
  })

  it('Reading an instance from the web needs no ledger, and has then the SHA-256 of the one file', async (t) => {
    const { read } = await served(t, { 'output/accounts.json': accounts })
    const outcome = await read()
    assert.ok(outcome.state === 'read')
    assert.equal(outcome.sha256, sha256(accounts))
  })

  it('Reading an instance from the web asks with the ETag, and takes 304 for an answer', async (t) => {
    const { instance, read } = await served(t, { 'output/credGrainView': view, 'data/ledger.json': events })
    const known = await read()
    assert.ok(known.state === 'read')
    instance.asked.length = 0
    assert.equal((await read(known)).state, 'same')
    assert.deepEqual(
      instance.asked.map(({ status }) => status),
      [304, 304],
    )
  })

  it('Reading an instance from the web sees by the SHA-256 that a new ETag brings nothing new', async (t) => {
    const { read } = await served(t, { 'output/credGrainView': view })
    const again = await read({ sha256: sha256(view), etags: { 'output/credGrainView': '"older"' } })
    assert.equal(again.state, 'same')
    assert.notEqual(again.etags['output/credGrainView'], '"older"')
  })

  it('Reading an instance from the web sees that one file of two has changed, came, or went', async (t) => {
    const { instance, read } = await served(t, { 'output/credGrainView': view, 'data/ledger.json': events })
    const first = await read()
    assert.ok(first.state === 'read')
    instance.files['data/ledger.json'] = ledger([])
    instance.files['data/ledger.json'] = ledger([created({ name: 'bob', cred: [] })])
    const second = await read(first)
    assert.ok(second.state === 'read' && second.sha256 !== first.sha256 && second.files.length === 2)
    delete instance.files['data/ledger.json']
    const third = await read(second)
    assert.ok(third.state === 'read' && third.sha256 === sha256(view))
    instance.files['data/ledger.json'] = events
    const fourth = await read(third)
    assert.ok(fourth.state === 'read' && fourth.sha256 === first.sha256)
    instance.files['output/credGrainView'] = zlib(credGrainView([{ name: 'ada', cred: [5] }]))
    const fifth = await read(fourth)
    assert.ok(fifth.state === 'read' && fifth.files.length === 2)
  })

  it('Reading an instance from the web takes the next best for a file that is cut off, empty or nonsense', async (t) => {
    for (const bad of [
      '<!doctype html><title>Not found</title>',
      view.subarray(0, 20),
      json(credGrainView([])),
      'nonsense',
    ]) {
      const { read } = await served(t, { 'output/credGrainView': Buffer.from(bad), 'output/accounts.json': accounts })
      const outcome = await read()
      assert.ok(outcome.state === 'read')
      assert.equal(outcome.files[0]!.path, 'output/accounts.json')
    }
  })

  it('Reading an instance from the web takes a web page in place of the ledger for no ledger', async (t) => {
    const { read } = await served(t, { 'output/credGrainView': view, 'data/ledger.json': '<html>' })
    const outcome = await read()
    assert.ok(outcome.state === 'read')
    assert.equal(outcome.sha256, sha256(view))
  })

  it('Reading an instance from the web reads cred all the same when the ledger is cut off', async (t) => {
    const { read } = await served(t, { 'output/credGrainView': view, 'data/ledger.json': events.subarray(0, 30) })
    const outcome = await read()
    assert.ok(outcome.state === 'read')
    assert.match(outcome.parsed.ledgerProblem!, /middle of an event/)
  })

  it('Reading an instance from the web says what is wrong when nothing can be read', async (t) => {
    const everything = (bytes: string | Buffer): Files =>
      Object.fromEntries(
        ['output/credGrainView', 'output/accounts.json', 'output/credGraph'].map((path) => [path, bytes]),
      )
    const cases: [Files, ProblemKind][] = [
      [{}, 'NOT_FOUND'],
      [everything('<html>'), 'HTML'],
      [{ 'output/accounts.json': accounts.subarray(0, -9) }, 'TRUNCATED'],
      [{ 'output/accounts.json': json({ accounts: [], intervals: [] }) }, 'EMPTY'],
      [{ 'output/credGrainView': json({ intervals: weeks(1), participants: [] }) }, 'EMPTY'],
      [everything('[]'), 'MALFORMED'],
    ]
    for (const [files, kind] of cases) {
      const { read } = await served(t, files)
      await assert.rejects(read(), isProblem(kind))
    }
  })

  it('Reading an instance from the web follows redirects, though not for ever', async (t) => {
    const to = (location: string) => (_: unknown, response: any) => void response.writeHead(302, { location }).end()
    const { read } = await served(t, { 'output/credGrainView': to('/elsewhere'), elsewhere: view })
    assert.equal((await read()).state, 'read')
    const loop = await served(t, { 'output/credGrainView': to('/round'), round: to('/output/credGrainView') })
    await assert.rejects(loop.read(), isProblem('REDIRECTS'))
    const nowhere = await served(t, { 'output/credGrainView': to('http://[') })
    await assert.rejects(nowhere.read(), isProblem('REDIRECTS'))
  })

  it('Reading an instance from the web does not follow a redirect into a private network', async (t) => {
    const { read } = await served(t, {
      'output/credGrainView': (_, response) =>
        void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
    })
    await assert.rejects(read(), (error) => error instanceof Refusal && error.code === 'ADDRESS_REFUSED')
  })

  it('Reading an instance from the web gives up on 2 GB before it has them', async (t) => {
    let sent = 0
    const { read } = await served(t, {
      'output/credGrainView': (_, response) => {
        const piece = Buffer.alloc(4 * 1024 * 1024, ' ')
        const more = () => {
          if (response.destroyed || sent > 2 ** 31) return
          sent += piece.length
          if (response.write(piece)) setImmediate(more)
          else response.once('drain', more)
        }
        more()
      },
    })
    await assert.rejects(read(), isProblem('TOO_LARGE', /128 MB/))
    assert.ok(sent < 2 * mostFetchedBytes, `${sent} bytes were sent`)
  })

  it('Reading an instance from the web tells a host that is down from an instance that is wrong', async (t) => {
    const { instance, read } = await served(t, { 'output/credGrainView': view })
    instance.down = true
    await assert.rejects(
      read(),
      (error) => isProblem('UNREACHABLE', /status 503/)(error) && (error as SourceProblem).status === 'UNREACHABLE',
    )
    const broken = await served(t, { 'output/credGrainView': (request) => void request.socket.destroy() })
    await assert.rejects(broken.read(), isProblem('UNREACHABLE'))
    assert.deepEqual(
      broken.instance.asked.map(({ path }) => path),
      ['/output/credGrainView'],
      'one question is enough',
    )
  })
})

describe('reading an instance from a folder', () => {
  async function folder(t: TestContext, files: Record<string, Buffer>) {
    const path = temporaryFolder(t)
    for (const [name, bytes] of Object.entries(files)) {
      await mkdir(dirname(join(path, name)), { recursive: true })
      await writeFile(join(path, name), bytes)
    }
    const noFetch = () => Promise.reject(new Error('no network'))
    return () => readSource(filesOf(pathToFileURL(`${path}/`).href, noFetch), null)
  }

  it('Reading an instance from a folder works like one from the web', async (t) => {
    const read = await folder(t, { 'output/accounts.json': accounts, 'data/ledger.json': events })
    const outcome = await read()
    assert.ok(outcome.state === 'read')
    assert.equal(outcome.sha256, sha256(accounts, events))
  })

  it('Reading an instance from a folder that is none, or has a folder for a file, says so', async (t) => {
    await assert.rejects(await folder(t, {}), isProblem('NOT_FOUND'))
    await assert.rejects(
      await folder(t, { 'output/credGrainView/x': accounts }),
      isProblem('MALFORMED', /regular file/),
    )
    await assert.rejects(await folder(t, { output: accounts }), isProblem('NOT_FOUND'))
  })
})

describe('the address of an instance', () => {
  const refused = (given: string, code: string, folders = true) =>
    assert.throws(
      () => instanceUrl(given, folders),
      (error) => error instanceof Refusal && error.code === code,
      given,
    )

  it('The address of an instance ends in one slash', () => {
    assert.equal(instanceUrl('https://org.example/repo', false), 'https://org.example/repo/')
    assert.equal(instanceUrl('https://org.example/repo///', false), 'https://org.example/repo/')
    assert.equal(instanceUrl('https://org.example/repo/index.html', false), 'https://org.example/repo/')
    assert.equal(instanceUrl('https://org.example', false), 'https://org.example/')
    assert.equal(instanceUrl('file:///some/folder', true), 'file:///some/folder/')
  })

  it('The address of an instance is refused with a secret in it, or when it is no address', () => {
    for (const bad of [
      '',
      'org.example',
      'ftp://org.example/',
      'javascript:1',
      `https://x.example/${'a'.repeat(2000)}`,
    ])
      refused(bad, 'BAD_INPUT')
    for (const bad of ['https://me:pass@org.example/', 'https://org.example/?token=1', 'https://org.example/#x'])
      refused(bad, 'BAD_INPUT')
  })

  it('The address of an instance may be a folder only for who is admin over all', () => {
    refused('file:///etc/', 'FORBIDDEN', false)
    for (const bad of ['file:relative', 'file://host/share', 'file:///a%2Fb']) refused(bad, 'BAD_INPUT')
  })
})
