import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  emptyRange,
  emptyRoot,
  growing,
  leafHash,
  nodeHash,
  pathOfNext,
  type Range,
  rootFromInclusion,
  rootOf,
  treeOf,
  withLeaf,
} from '../../../subgraphs/proposals/domain/merkle.ts'
import { random } from './random.ts'

// The leaves, roots and paths that the tests of Certificate Transparency have (google/certificate-transparency, merkletree).
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (hex) => Buffer.from(hex, 'hex'),
)
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const paths: [index: number, size: number, path: string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
]

const hashesOf = (many: number) => Array.from({ length: many }, (_, index) => leafHash(`leaf ${index}`))
const listOf = (hashes: readonly string[]) => hashes.reduce(withLeaf, emptyRange)

function filled(hashes: readonly string[]) {
  const tree = treeOf(hashes.length)
  hashes.forEach(tree.add)
  return tree
}

/** MTH of the RFC, as it stands there. */
function treeHash(hashes: readonly string[]): string {
  if (hashes.length === 0) return emptyRoot
  if (hashes.length === 1) return hashes[0]!
  let k = 1
  while (k * 2 < hashes.length) k *= 2
  return nodeHash(treeHash(hashes.slice(0, k)), treeHash(hashes.slice(k)))
}

describe('Merkle tree', () => {
  it('A tree of leaves has the roots that Certificate Transparency has', () => {
    const list = growing()
    for (const [size, root] of roots.entries()) {
      assert.equal(rootOf(list.range()), root, `${size} leaves`)
      if (size < leaves.length) list.add(leafHash(leaves[size]!))
    }
  })

  it('A tree of leaves has the paths that Certificate Transparency has', () => {
    for (const [index, size, path] of paths) {
      const hashes = leaves.slice(0, size).map(leafHash)
      assert.deepEqual(filled(hashes).path(index), path, `${index} of ${size}`)
      assert.equal(rootFromInclusion(hashes[index]!, index, size, path), roots[size])
    }
  })

  it('A tree of leaves hashes a text as its bytes, and never a leaf as a node', () => {
    assert.equal(leafHash('é👍'), leafHash(Buffer.from('é👍')))
    const [left, right] = hashesOf(2)
    assert.notEqual(leafHash(Buffer.from(left! + right!, 'hex')), nodeHash(left!, right!))
  })

  it('A tree grown leaf by leaf is that of the RFC, and its newest leaf’s path is the peaks before it', () => {
    const hashes = hashesOf(70)
    let list: Range = emptyRange
    for (const [index, leaf] of hashes.entries()) {
      const path = pathOfNext(list)
      list = withLeaf(list, leaf)
      assert.equal(rootOf(list), treeHash(hashes.slice(0, index + 1)))
      assert.equal(rootFromInclusion(leaf, index, index + 1, path), rootOf(list))
      assert.ok(list.peaks.length <= Math.ceil(Math.log2(list.size + 1)))
    }
    assert.deepEqual(growing(listOf(hashes.slice(0, 13))).range(), listOf(hashes.slice(0, 13)))
  })

  it('A tree of leaves proves each of its leaves, at its place, and nothing else', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { below } = random(seed)
      const size = 1 + below(200)
      const index = below(size)
      const hashes = hashesOf(size)
      const tree = filled(hashes)
      assert.equal(tree.indexOf(hashes[index]!), index)
      assert.equal(tree.indexOf(leafHash('another')), -1)
      const path = tree.path(index)
      const root = rootOf(listOf(hashes))
      const leads = (leaf: string, at = index, of = size, by = path) => rootFromInclusion(leaf, at, of, by) === root
      assert.ok(leads(hashes[index]!), `seed ${seed}`)
      assert.ok(!leads(leafHash('another')))
      assert.ok(!leads(hashes[index]!, index, size, [...path, leafHash('more')]))
      if (path.length === 0) continue
      assert.ok(!leads(hashes[index]!, index, size, path.slice(1)))
      assert.ok(!leads(hashes[index]!, index, size, path.with(below(path.length), leafHash('other'))))
      assert.ok(!leads(hashes[index]!, (index + 1) % size))
    }
    for (const [index, size] of [
      [-1, 3],
      [3, 3],
      [0.5, 3],
      [0, 0],
      [Number.NaN, 3],
    ])
      assert.equal(rootFromInclusion(leafHash('x'), index!, size!, []), null)
  })
})
