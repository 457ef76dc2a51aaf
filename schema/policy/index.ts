// The policy document: what a community writes to say "when this happens, decide like this, then do that".
// Pure: reading, checking, and evaluating need no database, no network and no clock.

export type { Expression, Needs, Values } from './cel.ts'
export { compile, needsOf } from './cel.ts'
export type { PlatformCapability } from './check.ts'
export { acceptPolicy, checkPolicy } from './check.ts'
export { describePolicy } from './describe.ts'
export type { Outcome, PolicyDocument, PolicyProblem, Step, Then, VoteDocument } from './document.ts'
export { parsePolicy, readDocument, stepsAfter } from './document.ts'
export { matchesKind } from './kinds.ts'
export { compileTemplate, type Template } from './template.ts'
