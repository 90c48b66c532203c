import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { didYouMean, similarNames } from '../../results/text/similar.ts'

/**
 * The error for an unknown id: with similar ids, or the command that lists all.
 * `kind` is a word of the design: requirement, fault; `plural` is what \`oci-assay list\` calls them.
 */
export function unknownId(
  kind: string,
  id: string,
  known: readonly string[],
  plural: string = `${kind}s`,
): Failure {
  const advice = didYouMean(nearIds(id, known)) ?? `\`oci-assay list ${plural}\` lists all of them`
  return new Failure(`unknown ${kind} ${JSON.stringify(id)}`, exitCodes.usage, advice)
}

/** Ids that contain this one, or all of its parts, or that it may be a misspelling of. */
export function nearIds(id: string, known: readonly string[]): string[] {
  const parts = id.split(/[.-]/).filter(Boolean)
  const containing =
    parts.length === 0
      ? []
      : known.filter((each) => each.includes(id) || parts.every((part) => each.includes(part)))
  return [...new Set([...similarNames(id, known), ...containing])]
}
