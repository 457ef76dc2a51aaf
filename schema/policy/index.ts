// The policy document: what a community writes to say "when this happens, decide like this, then do that".
// Pure: reading, checking, and evaluating need no database, no network and no clock.

export type { Expression, Needs, Values } from './cel.ts'
export { compile, needsOf } from './cel.ts'
export { acceptPolicy, checkPolicy } from './check.ts'
export { describePolicy } from './describe.ts'
export { parsePolicy, stepsAfter } from './document.ts'
export type { Outcome, PolicyDocument, Step, Then, VoteDocument } from './form.ts'
export { matchesKind, type PlatformCapability } from './kinds.ts'
export type { PolicyProblem } from './problem.ts'
export { readDocument } from './reading.ts'
export { type KnownRoles, knownRoles } from './roles.ts'
export { policyWarnings } from './shapes.ts'
export { compileTemplate, type Template } from './template.ts'
