import { jsonReply, reply, type Reply } from './reply.ts'
import type { Refusal, RefusalTable } from './refusals.ts'

/** The reply to a refused request; `detail` contains what exactly was wrong with it. */
export function refuse(
  table: RefusalTable,
  refusal: Refusal,
  detail?: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const { status, code, message } = table[refusal]
  if (code === undefined) return { ...reply(status, headers), refusal }
  const error = detail === undefined ? { code, message } : { code, message, detail }
  return { ...jsonReply(status, { errors: [error] }, headers), refusal }
}
