// The parts of Folkmoot that can run as processes of their own.

import { type SubgraphName, subgraphNames } from '../schema/subgraph-names.ts'

export { type SubgraphName, subgraphNames } from '../schema/subgraph-names.ts'

export type ServiceName = SubgraphName | 'driver' | 'gateway'
export const serviceNames: readonly ServiceName[] = [...subgraphNames, 'driver', 'gateway']

/** Where a service listens that was not told otherwise. */
export const defaultPorts: Record<ServiceName, number> = {
  gateway: 4000,
  communities: 4101,
  cred: 4102,
  proposals: 4103,
  actions: 4104,
  driver: 4105,
}
