// Which lines two texts do not share: the longest common subsequence of their lines.

export interface Row {
  /** Null where the other side alone has a line. */
  left: string | null
  right: string | null
}

/** The lines of both texts beside each other. Policies have hundreds of lines at most: the whole table is small. */
export function sideBySide(left: string, right: string): Row[] {
  const a = left.trimEnd().split('\n')
  const b = right.trimEnd().split('\n')
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
    }
  }
  const rows: Row[] = []
  const gone: string[] = []
  const come: string[] = []
  const put = () => {
    for (let index = 0; index < Math.max(gone.length, come.length); index++) {
      rows.push({ left: gone[index] ?? null, right: come[index] ?? null })
    }
    gone.length = come.length = 0
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put()
      rows.push({ left: a[i++]!, right: b[j++]! })
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) gone.push(a[i++]!)
    else come.push(b[j++]!)
  }
  put()
  return rows
}
