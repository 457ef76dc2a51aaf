// In a process of its own: what is frozen stays so.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { it } from 'node:test'
import { promisify } from 'node:util'

const tries = `
  import './backbone/security/freeze.ts'
  const written = []
  const attempt = (write) => { try { write() } catch {} }
  const values = [{}, [], () => {}, new Error('x'), 'text', 1, true, new Map(), new Set(), Promise.resolve(), new Date()]
  for (const value of values) {
    const shared = Object.getPrototypeOf(value)
    attempt(() => { shared.planted = 1 })
    attempt(() => { Object.defineProperty(shared, 'planted', { value: 1 }) })
    attempt(() => { value['__proto__'].planted = 1 })
    attempt(() => { Object.assign(shared, { planted: 1 }) })
    attempt(() => { Object.setPrototypeOf(shared, { planted: 1 }) })
    if ('planted' in Object(value)) written.push(String(value))
  }
  const { toString, hasOwnProperty } = Object.prototype
  attempt(() => { ({}).__proto__.toString = () => 'planted' })
  attempt(() => { ({}).toString.planted = 1 })
  attempt(() => { ({}).constructor.planted = 1 })
  attempt(() => { [].__proto__.push = () => {} })
  if (Object.prototype.toString !== toString || toString.planted || Object.planted) written.push('toString')
  if ([1].push(2) !== 2) written.push('push')
  // What libraries do on objects of their own goes on.
  class Named extends Error { constructor() { super('m'); this.name = 'Named'; this.toString = () => 'shown' } }
  const own = { a: 1 }
  own.toString = () => 'own'
  own.constructor = 1
  const steps = (async function* () {})()
  steps.throw = () => 'mine'
  const map = new Map()
  map.set = () => 'mine'
  console.log(JSON.stringify({ written, kept: [new Named().name, String(new Named()), String(own), own.constructor, steps.throw(), map.set()] }))
`

it('Freezing leaves what all objects share as it is, and libraries their ways', async () => {
  const cwd = new URL('../../..', import.meta.url)
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', tries], { cwd })
  assert.deepEqual(JSON.parse(stdout), { written: [], kept: ['Named', 'shown', 'own', 1, 'mine', 'mine'] })
})
