// What the driver's operations answer: types made by codegen from the operations and the public API.

import type {
  DriverSettingQuery,
  ProposalFieldsFragment,
  TriggerFieldsFragment,
} from '../schema/generated/operations.ts'

export type Trigger = TriggerFieldsFragment
export type Setting = NonNullable<DriverSettingQuery['community']>
export type PolicyVersion = Pick<Setting['policies'][number], 'id' | 'name' | 'version' | 'document'>
export type Proposal = ProposalFieldsFragment
export type Decision = NonNullable<Proposal['decision']>
