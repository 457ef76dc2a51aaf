// How large an answer is as JSON, before it is made. What is loaded once may stand in an answer a thousand times: as an
// object it is small, and as text it would be hundreds of megabytes.

/** Whether the value as JSON has more than so many bytes, about: letters beyond ASCII count as one. Stops as soon as it is known. */
export function isLarger(value: unknown, most: number): boolean {
  let size = 0
  const left: unknown[] = [value] // no recursion: what a client sent as JSON may be nested a million deep
  while (left.length > 0) {
    const each = left.pop()
    if (typeof each === 'string') size += each.length + 3
    else if (Array.isArray(each)) {
      size += 2 + each.length
      if (size > most) return true
      for (const entry of each) left.push(entry)
    } else if (typeof each === 'object' && each !== null) {
      size += 2
      for (const name in each) {
        size += name.length + 4
        left.push((each as Record<string, unknown>)[name])
      }
    } else size += 5
    if (size > most) return true
  }
  return false
}
