import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { animatedWebp, chunksOf } from '../../sandbox/demo/animated-webp.ts'

/** A green pixel as Chromium's canvas encodes it: a chunk of odd length and its padding. */
const pixel = Buffer.from('VlA4TBEAAAAvAAAAAAdQrXb0qf+BiOh/AAA=', 'base64')
const file = Buffer.concat([Buffer.from('RIFF\x2c\0\0\0WEBPICCP\x03\0\0\0abc\0'), pixel])
const still = (x: number, milliseconds: number) => ({ webp: file, x, y: 0, width: 1, height: 1, milliseconds })

describe('an animated WebP', () => {
  it('An animated WebP has its size, and each still with its place and time', () => {
    const film = animatedWebp(1350, 955, [still(0, 50), still(300, 70_000)])
    const [whole] = [...chunksOf(film)]
    assert.deepEqual([whole!.name, whole!.whole.length], ['RIFF', film.length])
    assert.equal(film.toString('latin1', 8, 12), 'WEBP')
    const [head, loop, ...frames] = [...chunksOf(film.subarray(12))]
    assert.deepEqual([head!.name, loop!.name, ...frames.map(({ name }) => name)], ['VP8X', 'ANIM', 'ANMF', 'ANMF'])
    assert.equal(head!.content[0], 0b10, 'it says that it is animated')
    assert.deepEqual([head!.content.readUIntLE(4, 3), head!.content.readUIntLE(7, 3)], [1349, 954])
    const [, second] = frames.map(({ content }) => content)
    const numbers = [0, 3, 6, 9, 12].map((at) => second!.readUIntLE(at, 3))
    assert.deepEqual(numbers, [150, 0, 0, 0, 70_000])
    assert.deepEqual(second!.subarray(16), pixel)
  })

  it('An animated WebP refuses an odd place, which the format cannot say, and a still without a picture', () => {
    assert.throws(() => animatedWebp(10, 10, [still(1, 50)]), /Wanted an even place; got 1, 0/)
    const empty = { ...still(0, 50), webp: Buffer.from('RIFF\x04\0\0\0WEBP') }
    assert.throws(() => animatedWebp(10, 10, [empty]), /Wanted a WebP with a picture/)
  })
})
