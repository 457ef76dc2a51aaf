// Merkle trees over lists of texts, hashed as RFC 6962 says in section 2.1: a leaf is SHA-256 of 0x00 and its bytes, a node
// SHA-256 of 0x01 and the two hashes below it; of n leaves, the largest power of two below n goes left. A list that only
// grows keeps its peaks: the roots of the whole trees that it consists of, one for each bit of its size. They give the root
// at any time, and the path of the newest leaf, and nothing else of the list is needed. Hashes are lower-case hex.

import { hash } from 'node:crypto'

/** A list as its size and its peaks, the largest first: at most as many as the size has bits. */
export interface Range {
  size: number
  peaks: readonly string[]
}

/** What a decision keeps of a list. */
export interface Rooted {
  size: number
  root: string
}

export const emptyRange: Range = { size: 0, peaks: [] }

/** The root of no leaves: SHA-256 of nothing (RFC 6962). */
export const emptyRoot = hash('sha256', '')

/** The hash of a leaf that is a text (its UTF-8 bytes), or bytes. */
export function leafHash(content: string | Buffer): string {
  return hash('sha256', typeof content === 'string' ? `\0${content}` : Buffer.concat([Buffer.of(0), content]))
}

/** The hash of the node above two. */
export function nodeHash(left: string, right: string): string {
  const bytes = Buffer.alloc(65)
  bytes[0] = 1
  bytes.write(left, 1, 'hex')
  bytes.write(right, 33, 'hex')
  return hash('sha256', bytes)
}

export interface Growing {
  /** Adds the hash of a leaf at the end. */
  add(leaf: string): void
  /** As it is now; it does not change when more is added. */
  range(): Range
}

/** A list that goes on from `range`. */
export function growing(range: Range = emptyRange): Growing {
  let size = range.size
  const peaks = [...range.peaks]
  return {
    add(leaf) {
      let node = leaf
      for (let bits = size; bits % 2 === 1; bits = (bits - 1) / 2) node = nodeHash(peaks.pop()!, node)
      peaks.push(node)
      size++
    },
    range: () => ({ size, peaks: [...peaks] }),
  }
}

/** The list with one more leaf, given by its hash. */
export function withLeaf(range: Range, leaf: string): Range {
  const list = growing(range)
  list.add(leaf)
  return list.range()
}

export function rootOf({ peaks }: Range): string {
  return peaks.length === 0 ? emptyRoot : peaks.reduceRight((right, left) => nodeHash(left, right))
}

export const rooted = (range: Range): Rooted => ({ size: range.size, root: rootOf(range) })

/** The audit path of the leaf that is added to a list next, in the list that ends with it: from the leaf up. */
export function pathOfNext({ peaks }: Range): string[] {
  return peaks.toReversed()
}

/** The stretches of leaves, from `start` up to but without `end`, whose roots are the audit path of a leaf: from the leaf up. */
export function siblings(index: number, size: number): { start: number; end: number }[] {
  const path: { start: number; end: number }[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + half(end - start)
    if (index < middle) {
      path.push({ start: middle, end })
      end = middle
    } else {
      path.push({ start, end: middle })
      start = middle
    }
  }
  return path.reverse()
}

/** The largest power of two below n, of which there must be at least two. */
function half(n: number): number {
  let power = 1
  while (power * 2 < n) power *= 2
  return power
}

export interface Tree {
  /** Adds the hash of the next leaf; those beyond the size are let go. */
  add(leaf: string): void
  /** The place of a leaf, given by its hash, from 0; -1 where it is not there. */
  indexOf(leaf: string): number
  /** The audit path of a leaf, from the leaf up. All leaves must be there. */
  path(index: number): string[]
}

/** A whole tree of `size` leaves, to be filled in their order, for paths of any of them. It takes 64 bytes for each leaf. */
export function treeOf(size: number): Tree {
  const levels: Buffer[] = []
  for (let nodes = size; nodes >= 1; nodes = Math.floor(nodes / 2)) levels.push(Buffer.alloc(32 * nodes))
  let filled = 0
  const nodeAt = (level: number, index: number) => levels[level]!.toString('hex', 32 * index, 32 * index + 32)
  const rootBetween = (start: number, end: number): string => {
    const level = Math.log2(end - start)
    if (Number.isInteger(level)) return nodeAt(level, start / (end - start))
    const middle = start + half(end - start)
    return nodeHash(rootBetween(start, middle), rootBetween(middle, end))
  }
  return {
    add(leaf) {
      if (filled === size) return
      let [node, index] = [leaf, filled++]
      for (let level = 0; ; level++) {
        levels[level]!.write(node, 32 * index, 'hex')
        if (index % 2 === 0) return
        index = (index - 1) / 2
        node = nodeHash(nodeAt(level, 2 * index), node)
      }
    },
    indexOf(leaf) {
      const bytes = Buffer.from(leaf, 'hex')
      if (bytes.length !== 32 || !levels[0]) return -1
      let at = levels[0].indexOf(bytes)
      while (at >= 0 && at % 32 !== 0) at = levels[0].indexOf(bytes, at + 1)
      return at < 0 ? -1 : at / 32
    },
    path: (index) => siblings(index, size).map(({ start, end }) => rootBetween(start, end)),
  }
}

/**
 * The root that a leaf's audit path leads to (RFC 9162, section 2.1.3.2); null where there is no such path. Whoever holds a
 * root finds by it whether the leaf is in the list.
 */
export function rootFromInclusion(leaf: string, index: number, size: number, path: readonly string[]): string | null {
  const whole = Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
  if (!whole || siblings(index, size).length !== path.length) return null
  let root = leaf
  for (const [step, { start }] of siblings(index, size).entries())
    root = start > index ? nodeHash(root, path[step]!) : nodeHash(path[step]!, root)
  return root
}
