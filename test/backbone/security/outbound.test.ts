import assert from 'node:assert/strict'
import type { lookup } from 'node:dns'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'
import { readConfig } from '../../../backbone/config.ts'
import { openOutbound } from '../../../backbone/security/outbound.ts'
import { hostOf, isPublic, portOf, privateHostsOf } from '../../../backbone/security/private-hosts.ts'

async function server(t: TestContext, answer: RequestListener): Promise<string> {
  const listening = createServer(answer)
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    listening.closeAllConnections()
    listening.close()
  })
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
}

function outbound(t: TestContext, privateHosts: string[]) {
  const made = openOutbound(privateHosts)
  t.after(() => made.close())
  return made
}

const refusal = (code: string) => (error: any) => error.code === code
const failure = (kind: string) => (error: any) => error.kind === kind

describe('outbound calls', () => {
  it('An outbound call to a private address is refused, in whatever spelling', async (t) => {
    const { fetch } = outbound(t, [])
    const addresses = [
      'http://127.0.0.1:1/',
      'http://localhost:1/',
      'http://[::1]:1/',
      'http://10.1.2.3/',
      'http://192.168.0.1/',
      'http://172.16.0.1/',
      'http://169.254.169.254/latest/meta-data',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::ffff:127.0.0.1]/',
      'http://0.0.0.0/',
      'http://[fd00::1]/',
      'http://a.localhost/',
      'file:///etc/passwd',
      'ftp://example.org/',
      'gopher://example.org',
      'not an address',
    ]
    for (const address of addresses) await assert.rejects(fetch(address), refusal('ADDRESS_REFUSED'), address)
  })

  it('An outbound call reaches a private host that is allowed by name', async (t) => {
    const url = await server(t, (_request, response) => response.end('hello'))
    const { fetch } = outbound(t, ['127.0.0.1'])
    const answer = await fetch(url)
    assert.equal(answer.status, 200)
    assert.equal(answer.body.toString(), 'hello')
  })

  it('An outbound call follows no redirect unless asked, and checks where it leads', async (t) => {
    const url = await server(t, (request, response) => {
      if (request.url === '/out') response.writeHead(302, { location: 'http://10.0.0.1/' }).end()
      else if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end()
      else if (request.url === '/once') response.writeHead(302, { location: '/' }).end()
      else response.end('there')
    })
    const { fetch } = outbound(t, ['127.0.0.1'])
    assert.equal((await fetch(`${url}/once`)).status, 302)
    assert.equal((await fetch(`${url}/once`, { redirects: 3 })).body.toString(), 'there')
    await assert.rejects(fetch(`${url}/out`, { redirects: 3 }), refusal('ADDRESS_REFUSED'))
    await assert.rejects(fetch(`${url}/loop`, { redirects: 3 }), failure('redirects'))
  })

  it('An outbound call stops at the size that was set, also of what is compressed', async (t) => {
    const url = await server(t, (request, response) => {
      if (request.url === '/bomb')
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1_000_000)))
      else response.end(Buffer.alloc(100_000))
    })
    const { fetch } = outbound(t, ['127.0.0.1'])
    await assert.rejects(fetch(url, { maxBytes: 50_000 }), failure('too_large'))
    await assert.rejects(fetch(`${url}/bomb`, { maxBytes: 50_000 }), failure('too_large'))
    assert.equal((await fetch(`${url}/bomb`, { maxBytes: 1_000_000 })).body.length, 1_000_000)
  })

  it('An outbound call tells a time-out from a connection that breaks', async (t) => {
    const url = await server(t, (request, response) => {
      if (request.url === '/break') response.destroy()
    })
    const { fetch } = outbound(t, ['127.0.0.1'])
    await assert.rejects(fetch(url, { timeoutMs: 50 }), failure('timeout'))
    await assert.rejects(fetch(`${url}/break`), failure('network'))
  })

  it('An outbound call says the same of every unusable address, and the reason to the operator alone', async (t) => {
    const open = await server(t, (request, response) => {
      if (request.url === '/break') response.destroy()
      if (request.url === '/babble') response.socket!.end('SSH-2.0-OpenSSH\r\n')
      if (request.url === '/half')
        response.writeHead(200, { 'content-length': '9' }).write('half', () => response.destroy())
    })
    const closed = await closedPort()
    const reasons: string[] = []
    const names: Record<string, string> = { 'private.example': '10.0.0.1' }
    const made = openOutbound(['127.0.0.1'], {
      log: ({ err }) => reasons.push(String((err as any).code ?? err)),
      lookup: ((name: string, _: unknown, found: any) =>
        names[name]
          ? found(null, [{ address: names[name], family: 4 }])
          : found(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }))) as typeof lookup,
    })
    t.after(() => made.close())
    const addresses = [`${open}/break`, `${open}/babble`, `${open}/half`, `${open}/hang`, `http://127.0.0.1:${closed}/`]
    addresses.push('http://private.example/', 'http://nowhere.example/', open.replace('http:', 'https:'))
    for (const address of addresses) {
      const error: any = await made.fetch(address, { timeoutMs: 200 }).then(
        () => assert.fail(address),
        (error) => error,
      )
      assert.equal(error.message, `${new URL(address).host} cannot be reached, or does not answer as it should.`)
      assert.equal(error.name, 'OutboundError')
    }
    assert.equal(reasons.length, addresses.length)
    assert.ok(new Set(reasons).size > 5, reasons.join(', '))
  })

  it('An outbound call goes to the port that is allowed, and to no other of the host', async (t) => {
    const url = await server(t, (_request, response) => response.end('hello'))
    const { port } = new URL(url)
    const other = await server(t, () => assert.fail('it was called'))
    const { fetch, check } = outbound(t, [`127.0.0.1:${port}`, `LOCALHOST.:${port}`])
    assert.equal((await fetch(url)).status, 200)
    assert.equal((await fetch(`http://localhost:${port}/`)).status, 200)
    assert.equal((await fetch(`http://0x7f.1:${port}/`)).status, 200)
    check(`http://localhost.:${port}/`)
    await assert.rejects(fetch(other), refusal('ADDRESS_REFUSED'))
    await assert.rejects(fetch(other.replace('127.0.0.1', 'localhost')), refusal('ADDRESS_REFUSED'))
    await assert.rejects(fetch('http://localhost/'), refusal('ADDRESS_REFUSED'))
    await assert.rejects(fetch(`https://10.0.0.1:${port}`), refusal('ADDRESS_REFUSED'))
  })

  it('An outbound call resolves the name anew with each connection, and goes nowhere that is private', async (t) => {
    const url = await server(t, (request, response) => {
      if (request.url === '/away') response.writeHead(302, { location: 'http://other.example/' }).end()
      else response.writeHead(200, { connection: 'close' }).end('hello')
    })
    const { port } = new URL(url)
    const found: Record<string, string[][]> = {
      'moves.example': [['127.0.0.1'], ['127.0.0.2']],
      'both.example': [['93.184.215.14', '127.0.0.2']],
      'mapped.example': [['::ffff:127.0.0.2']],
      'translated.example': [['64:ff9b::7f00:2']],
      'other.example': [['127.0.0.2']],
      'here.example': [['93.184.215.15']],
    }
    const made = openOutbound([`127.0.0.1:${port}`], {
      own: () => ['93.184.215.15'],
      lookup: ((name: string, _: unknown, done: any) => {
        const [first, ...rest] = found[name]!
        if (rest.length > 0) found[name] = rest
        done(
          null,
          first!.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
      }) as typeof lookup,
    })
    t.after(() => made.close())
    const moving = `http://moves.example:${port}`
    assert.equal((await made.fetch(moving)).status, 200)
    const refusedBy = (host: string) => (error: any) => error.kind === 'network' && error.cause.message.includes(host)
    await assert.rejects(made.fetch(moving), refusedBy('moves.example (127.0.0.2)'))
    for (const name of ['both', 'mapped', 'translated', 'here']) {
      await assert.rejects(made.fetch(`http://${name}.example:${port}`), refusedBy(`${name}.example (`), name)
    }
    await assert.rejects(made.fetch(`${url}/away`, { redirects: 1 }), refusedBy('other.example (127.0.0.2)'))
  })

  it('An outbound call asks no proxy that the environment names', async (t) => {
    const url = await server(t, (_request, response) => response.end('hello'))
    const before = { ...process.env }
    t.after(() => {
      process.env = before
    })
    Object.assign(process.env, {
      HTTP_PROXY: 'http://127.0.0.1:1',
      http_proxy: 'http://127.0.0.1:1',
      NODE_USE_ENV_PROXY: '1',
    })
    assert.equal((await outbound(t, ['127.0.0.1']).fetch(url)).status, 200)
  })
})

describe('FOLKMOOT_PRIVATE_HOSTS', () => {
  it('FOLKMOOT_PRIVATE_HOSTS takes a host with its port, or with all of them, in any spelling', () => {
    const allowed = privateHostsOf([
      'Intern.Example.:8080',
      '[0:0::1]:80',
      '::2',
      '0x7f.1',
      'bücher.example:443',
      '[::ffff:10.0.0.1]:1',
    ])
    const may = (url: string) => {
      const to = new URL(url)
      return allowed(hostOf(to.hostname), portOf(to))
    }
    const yes = [
      'http://intern.example:8080',
      'http://INTERN.example.:8080',
      'http://[::1]',
      'http://[::2]:9',
      'https://127.0.0.1',
    ]
    yes.push('http://2130706433:5', 'https://xn--bcher-kva.example', 'http://10.0.0.1:1')
    for (const url of yes) assert.equal(may(url), true, url)
    const no = [
      'http://intern.example',
      'https://[::1]',
      'http://[::3]:9',
      'http://b.intern.example:8080',
      'http://10.0.0.1:2',
    ]
    for (const url of no) assert.equal(may(url), false, url)
  })

  it('FOLKMOOT_PRIVATE_HOSTS takes nothing but hosts with a port or all', () => {
    for (const entry of [
      'a/b',
      'http://a',
      'a:0',
      'a:65536',
      'a:b',
      'a:1:2',
      'u@a',
      '*',
      '*.a',
      '[::1',
      'a b',
      ':80',
      '10.0.0.0/8',
      'a?',
    ]) {
      assert.throws(() => privateHostsOf([entry]), /^Error: Wanted host:port, .*; got "/, entry)
    }
    assert.throws(
      () => readConfig({ FOLKMOOT_PRIVATE_HOSTS: 'http://a' }),
      /^Error: FOLKMOOT_PRIVATE_HOSTS: wanted host:port/,
    )
  })

  it('FOLKMOOT_PRIVATE_HOSTS is needed for whatever is not an address of one machine on the public network', () => {
    const special = [
      '0.0.0.1',
      '10.0.0.1',
      '100.64.0.1',
      '100.100.100.200',
      '127.9.9.9',
      '169.254.169.254',
      '172.31.0.1',
    ]
    special.push(
      '192.0.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '192.168.1.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '224.0.0.1',
    )
    special.push(
      '240.0.0.1',
      '255.255.255.255',
      '168.63.129.16',
      '::',
      '::1',
      '::127.0.0.1',
      '::8.8.8.8',
      '::ffff:10.0.0.1',
    )
    special.push(
      '64:ff9b::a00:1',
      '64:ff9b:1::1',
      '100::1',
      '2001::1',
      '2001:db8::1',
      '2001:2::1',
      '2001:10::1',
      '2001:20::1',
      '2002:7f00:1::',
    )
    special.push('3fff::1', '4000::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1')
    for (const address of special) assert.equal(isPublic(address), false, address)
    for (const address of ['1.1.1.1', '93.184.215.14', '::ffff:8.8.8.8', '2606:4700::1111', '2a00:1450::1'])
      assert.equal(isPublic(address), true, address)
  })
})

async function closedPort(): Promise<number> {
  const listening = createServer()
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo
  await new Promise((closed) => listening.close(closed))
  return port
}
