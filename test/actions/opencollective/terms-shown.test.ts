// What voters are shown of an expense, as the real server gives it: nothing that opens a receipt, nothing of where money goes.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { termsInWords } from '../../../schema/terms.ts'
import { termsOf } from '../../../subgraphs/actions/platforms/opencollective/terms.ts'
import { absent, recording } from '../../sandbox/opencollective/recordings.ts'

const secret = 'https://opencollective-production.s3.us-west-1.amazonaws.com/5e0a-receipt-of-mine.pdf'

describe('the terms of an expense', { skip: absent }, () => {
  const expense = () => recording('query-expense-as-collective-admin').response.body.data.expense

  it('The terms of an expense have what everybody can see on Open Collective, as it is there', () => {
    const terms = termsOf(expense(), 'riverside-garden')
    const seen = recording('query-expense-anonymous').response.body.data.expense
    assert.deepEqual(terms, termsOf(seen, 'riverside-garden'), 'an admin’s token adds nothing to them')
    const told = Object.fromEntries(termsInWords(terms).map(({ label, value }) => [label, value]))
    assert.equal(told.type, '"INVOICE"')
    assert.equal(told.details, '"For the spring planting"')
    assert.equal(told.items, 'Wheelbarrow, 200.00 USD')
    assert.equal(told.amount, '200.00 USD')
  })

  it('The terms of an expense keep receipts and what is private of the payee to those who may see them', () => {
    const given = expense()
    given.items = [
      { ...given.items[0], url: secret },
      { ...given.items[0], url: 'javascript:alert(1)' },
    ]
    given.attachedFiles = [{ url: secret, name: 'IBAN of Marie.pdf' }]
    given.payoutMethod.data = { iban: 'DE02 1203 0000 0000 2020 51' }
    given.privateMessage = 'Ring at the back door'
    given.payee.email = 'marie@example.org'
    const terms = termsOf(given, 'riverside-garden')
    const told = JSON.stringify([terms, termsInWords(terms)])
    assert.doesNotMatch(told, /receipt-of-mine|IBAN|iban|DE02|back door|marie@|javascript:/)
    assert.match(told, /sha256:[0-9a-f]{64}/)
  })
})
