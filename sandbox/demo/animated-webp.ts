// An animated WebP out of stills, as https://developers.google.com/speed/webp/docs/riff_container has it. A browser encodes the
// stills; here they are only put one behind the other.

export interface Still {
  /** A whole file of one picture, without transparency, as a browser's canvas makes it. */
  webp: Buffer
  /** Where it is laid over what was there before, in pixels; both even. */
  x: number
  y: number
  width: number
  height: number
  milliseconds: number
}

/** The file that shows one still after the other, over and over. */
export function animatedWebp(width: number, height: number, stills: Still[]): Buffer {
  const animated = 0b10
  const head = chunk('VP8X', Buffer.concat([uint(animated, 4), uint(width - 1, 3), uint(height - 1, 3)]))
  const forEver = chunk('ANIM', Buffer.concat([uint(0xffffffff, 4), uint(0, 2)]))
  const body = Buffer.concat([Buffer.from('WEBP'), head, forEver, ...stills.map(frame)])
  return chunk('RIFF', body)
}

function frame({ webp, x, y, width, height, milliseconds }: Still): Buffer {
  if (x % 2 || y % 2) throw new Error(`Wanted an even place; got ${x}, ${y}.`)
  const place = [uint(x / 2, 3), uint(y / 2, 3), uint(width - 1, 3), uint(height - 1, 3), uint(milliseconds, 3)]
  const laidOverAndLeft = 0b10
  return chunk('ANMF', Buffer.concat([...place, uint(laidOverAndLeft, 1), pictureIn(webp)]))
}

/** The chunk with the picture itself. @throws Error when there is none. */
function pictureIn(webp: Buffer): Buffer {
  for (const { name, whole } of chunksOf(webp.subarray(12))) if (/^VP8[ L]$/.test(name)) return whole
  throw new Error('Wanted a WebP with a picture; got none.')
}

/** The chunks in order: each by its name, its content, and as it stands. */
export function* chunksOf(bytes: Buffer): Generator<{ name: string; content: Buffer; whole: Buffer }> {
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32LE(at + 4)
    const end = at + 8 + size + (size % 2)
    yield {
      name: bytes.toString('latin1', at, at + 4),
      content: bytes.subarray(at + 8, at + 8 + size),
      whole: bytes.subarray(at, end),
    }
    at = end
  }
}

function chunk(name: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(name), uint(content.length, 4), content, Buffer.alloc(content.length % 2)])
}

function uint(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntLE(value, 0, bytes)
  return buffer
}
