import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { describe, it } from 'node:test'
import { accepts, preferred } from '../../../gateway/wire/exchange.ts'

const [plain, own] = ['application/json', 'application/graphql-response+json'] as const
const asking = (accept?: string) => ({ headers: accept === undefined ? {} : { accept } }) as IncomingMessage

describe('Accept', () => {
  it('Accept is answered by what it wants most, and the first offered where it does not matter', () => {
    for (const [accept, wanted] of [
      [undefined, plain],
      ['', plain],
      ['*/*', plain],
      ['application/*', plain],
      [own, own],
      [`${own}; charset=utf-8, ${plain}; charset=utf-8`, own],
      [`${plain}, ${own}`, plain],
      [`${plain};q=0.5, ${own}`, own],
      [`${plain};q=0.5, ${own};q=0.9`, own],
      [`${own};q=0.4, ${plain};q=0.9`, plain],
      [`${own};q=0.4, */*`, plain],
      [`*/*, ${own}`, own],
      [`${plain};q=0, */*`, own],
      [`*/*;q=0.1, ${own};q=0`, plain],
      ['APPLICATION/JSON ; Q=1', plain],
      [`${own}; charset=iso-8859-1, */*`, plain],
      [`${own}; charset="UTF-8"`, own],
    ] as const)
      assert.equal(preferred(asking(accept), [plain, own]), wanted, accept)
  })

  it('Accept that wants nothing of what is offered is not answered', () => {
    for (const accept of [
      'text/html',
      `${plain};q=0`,
      '*/*;q=0',
      `${plain};q=0.0, ${own};q=0`,
      'application/*;q=0, text/*',
      `${plain}; charset=utf-16`,
    ])
      assert.equal(preferred(asking(accept), [plain, own]), null, accept)
  })

  it('Accept names a type by itself, and not where it is not wanted', () => {
    const stream = 'text/event-stream'
    for (const [accept, is] of [
      [stream, true],
      [`text/html, ${stream};q=0.2`, true],
      [`${stream};q=0`, false],
      ['*/*', false],
      ['text/*', false],
      [undefined, false],
    ] as const)
      assert.equal(accepts(asking(accept), stream), is, accept)
  })
})
