// A server with communities in which there is one of everything.

import type { TestContext } from 'node:test'
import { settle, type Village } from '../attack/village.ts'
import { type TestFolkmoot, testFolkmoot } from './folkmoot.ts'
import { standIns } from './stand-ins.ts'

/** @param name makes the slugs of the communities */
export async function testVillage(t: TestContext, name: string): Promise<{ folkmoot: TestFolkmoot; village: Village }> {
  const folkmoot = await testFolkmoot(t)
  const { collective, instance } = await standIns(t)
  return { folkmoot, village: await settle(folkmoot, collective, instance.url, name) }
}
