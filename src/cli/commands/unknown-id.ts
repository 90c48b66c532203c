import { exitCodes, Failure } from '../../results/conclusion/failure.ts'

/** As many suggestions as fit on a line or two. */
const most = 8

/**
 * The error for an unknown id: with similar ids, or the command that lists all.
 * `kind` is a word of the design: requirement, fault.
 */
export function unknownId(kind: string, id: string, known: readonly string[]): Failure {
  const parts = id.split(/[.-]/)
  const near = known.filter(
    (each) => each.includes(id) || id.includes(each) || parts.every((part) => each.includes(part)),
  )
  const advice =
    near.length > 0
      ? `did you mean ${near.slice(0, most).join(', ')}?`
      : `\`oci-assay list ${kind}s\` shows all of them`
  return new Failure(`there is no ${kind} ${JSON.stringify(id)}`, exitCodes.usage, advice)
}
