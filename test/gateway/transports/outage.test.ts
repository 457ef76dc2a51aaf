import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { outagesOf } from '../../../gateway/transports/outage.ts'

describe('a subgraph that is away', () => {
  it('A subgraph that goes away is reported once, until it has answered again', () => {
    const reported: Error[] = []
    const outages = outagesOf('cred', 'It does not answer.', (cause) => reported.push(cause as Error))
    const codes = () => outages.answer().errors?.map(({ extensions }) => extensions)
    for (const cause of ['first', 'second']) assert.deepEqual(outages.begun(cause), outages.answer())
    outages.over()
    outages.over()
    outages.begun('third')
    assert.deepEqual(
      reported.map(({ message, cause }) => [message, cause]),
      [
        ['It does not answer.', 'first'],
        ['It does not answer.', 'third'],
      ],
    )
    assert.deepEqual(codes(), [{ code: 'UNAVAILABLE', part: 'cred' }])
  })
})
