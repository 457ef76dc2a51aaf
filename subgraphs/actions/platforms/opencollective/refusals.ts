// Each error of Open Collective, and the refusal it becomes. Its words are kept: they are what people need.

import { Refusal, type RefusalCode } from '../../../../schema/errors.ts'

export interface PlatformError {
  message: string
  code: string | null
}

const byCode: Record<string, RefusalCode> = {
  UNSUPPORTED_STATUS: 'EXPENSE_STATUS_UNSUPPORTED',
  MINIMAL_CONDITION_NOT_MET: 'PLATFORM_PERMISSION_MISSING',
  AUTHOR_CANNOT_APPROVE: 'EXPENSE_AUTHOR_CANNOT_APPROVE',
  Forbidden: 'PLATFORM_PERMISSION_MISSING',
  NotFound: 'EXPENSE_NOT_FOUND',
  '2FA_REQUIRED': 'TWO_FACTOR_REQUIRED',
  FeatureNotAllowedForUser: 'PLATFORM_FEATURE_NOT_ALLOWED',
  UNSUPPORTED_USER_FEATURE: 'PLATFORM_FEATURE_NOT_ALLOWED',
  INVALID_SCOPE: 'CREDENTIALS_SCOPE_MISSING',
  ValidationFailed: 'PLATFORM_INPUT_REFUSED',
  BadRequest: 'PLATFORM_INPUT_REFUSED',
  BAD_USER_INPUT: 'PLATFORM_INPUT_REFUSED',
  GRAPHQL_VALIDATION_FAILED: 'PLATFORM_ANSWER_UNEXPECTED',
}

/** The refusal that an error stands for; null for one that Open Collective did not foresee either. */
export function refusalOf(error: PlatformError): Refusal | null {
  const code = codeOf(error)
  return (
    code && new Refusal(code, `Open Collective refuses: ${error.message}`, { details: { platformCode: error.code } })
  )
}

function codeOf({ code, message }: PlatformError): RefusalCode | null {
  if (code === 'Forbidden' && /in scope "\w+"/.test(message)) return 'CREDENTIALS_SCOPE_MISSING'
  // Unauthorized is said to the anonymous, and to a person who may not comment.
  if (code === 'Unauthorized')
    return /logged in/.test(message) ? 'CREDENTIALS_ANONYMOUS' : 'PLATFORM_PERMISSION_MISSING'
  if (/not pre-authorized for 2FA/.test(message)) return 'TWO_FACTOR_NOT_PREAUTHORIZED'
  return byCode[code ?? ''] ?? null
}

/** The refusal for a `permissions.approve.reason` and the like. */
export function refusalOfReason(reason: string | null, doing: string, status: string): Refusal {
  const code = byCode[reason ?? ''] ?? 'PLATFORM_PERMISSION_MISSING'
  const said = reason ? ` (${reason})` : ''
  return new Refusal(
    code,
    `Open Collective does not let the token's account ${doing} an expense that is ${status}${said}.`,
    {
      details: { platformCode: reason },
    },
  )
}
