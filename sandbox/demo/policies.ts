// The two policies of the demonstration, as a community would write them.

export const stewards = `
name: stewards
on: communities.role.requested
when: action.data.role == "steward"
decide: { rule: 'cred.status == "FOUND" && cred.total > 25.0' }
then:
  approved: [{ perform: communities.role.grant }]
  rejected: [{ perform: communities.role.refuse }]
`

export const invoices = (enforcement: 'ENFORCING' | 'ADVISORY') => `
name: invoices
on: opencollective.expense.created
when: action.data.amountInCents <= 500000
decide:
  vote:
    title: 'Pay "{{ action.subject.title }}"?'
    electorate: { role: steward }
    closesIn: P3D
    passes: { quorum: 0.4, threshold: 0.5, minVotes: 2, closeEarly: true }
    venues: [opencollective.expense.comment]
enforcement: ${enforcement}
then:
  approved: [{ perform: opencollective.expense.approve }]
  rejected: [{ perform: opencollective.expense.reject, with: { message: '{{ decision.reason }}' } }]
`
