// An expense as the API gives it, and the fields that are asked for.

export interface AccountAnswer {
  id?: string | null
  publicId?: string | null
  legacyId?: number | null
  slug?: string | null
  name?: string | null
}
export interface ActivityAnswer {
  id: string
  type: string
  createdAt: string
  individual: AccountAnswer | null
  data?: { previousData?: { status?: string }; expense?: { status?: string } } | null
}
interface AmountAnswer {
  valueInCents: number
  currency: string
}
interface ItemAnswer {
  description: string | null
  amountV2: AmountAnswer | null
  incurredAt: string | null
  url: string | null
}
export interface ExpenseAnswer {
  id: string
  publicId: string | null
  legacyId: number | null
  status: string
  onHold: boolean | null
  description: string | null
  amountV2: AmountAnswer | null
  /** The amount in the currency of the collective, as Open Collective converts it today. */
  inCollectiveCurrency: AmountAnswer | null
  type: string
  longDescription: string | null
  payoutMethod: { id: string; type: string | null } | null
  items: (ItemAnswer | null)[] | null
  attachedFiles: { url: string | null; name?: string | null }[] | null
  tags: (string | null)[] | null
  createdAt: string
  account: AccountAnswer & { parentAccount?: { slug: string } | null }
  payee: AccountAnswer | null
  createdByAccount: AccountAnswer | null
  activities: ActivityAnswer[] | null
}

export const expenseFields = `id publicId legacyId status onHold description longDescription type tags createdAt
  amountV2{valueInCents currency} inCollectiveCurrency:amountV2(currencySource:ACCOUNT){valueInCents currency}
  payoutMethod{id type} items{description amountV2{valueInCents currency} incurredAt url} attachedFiles{url name}
  account{id publicId slug parentAccount{slug}} payee{id publicId legacyId slug name}
  createdByAccount{id publicId legacyId slug name}
  activities{id type createdAt data individual{id publicId legacyId slug name}}`
