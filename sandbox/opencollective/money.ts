/** 12345 as "$123.45". */
export function formatMoney(cents: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(cents / 100)
}

/** What a unit of each currency is worth in dollars here, at any time. */
const rates: Record<string, number> = { USD: 1, EUR: 1.25, GBP: 1.5, JPY: 0.0078125 }

/** Hundredths of one currency in hundredths of another; null where the rate is not known. */
export function convert(cents: number, from: string, to: string): number | null {
  if (from === to) return cents
  const [a, b] = [rates[from], rates[to]]
  return a === undefined || b === undefined ? null : Math.round((cents * a) / b)
}
