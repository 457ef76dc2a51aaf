// Shares compared without rounding. 57 of 100 is not more than 0.57, though `0.57 * 100` is 56.99999999999999 in
// floating point: a share is taken as the decimal that people wrote, and compared in whole numbers.

/** Whether `part` of `whole` is more than `share`. `part` and `whole` are whole numbers. Of nothing, nothing is more. */
export function isMoreThan(part: number, whole: number, share: number): boolean {
  const { digits, scale } = decimal(share)
  return BigInt(part) * scale > digits * BigInt(whole)
}

/** Whether `part` of `whole` is at least `share`. */
export function isAtLeast(part: number, whole: number, share: number): boolean {
  const { digits, scale } = decimal(share)
  return BigInt(part) * scale >= digits * BigInt(whole)
}

/** The shortest decimal that reads as this number: `digits / scale`. */
function decimal(share: number): { digits: bigint; scale: bigint } {
  const [, whole = '0', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(share)) ?? []
  const places = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return places >= 0 ? { digits, scale: 10n ** BigInt(places) } : { digits: digits * 10n ** BigInt(-places), scale: 1n }
}
