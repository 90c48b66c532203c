import type { Problem } from '../../problem.ts'
import type { ImageSource } from '../source.ts'

/** Limits of what is read of an archive; their messages contain how they are raised. */
const limitCodes = /^(?:large-extension|members|zstd-window|zstd-work)$/

/**
 * What is lost after one of these cannot be known. A tar without its two blocks of zeros is one of them: where it is cut
 * between two entries, nothing else in it is wrong, and all tools that write images write these blocks.
 */
const damageCodes =
  /^(?:truncated|checksum|size|negative-size|end-blocks|empty|large-extension|members|gzip-.+|zstd-.+)$/

/** The problem after which an archive cannot be read, or without which it would not have ended. */
export const damageIn = (problems: readonly Problem[]): Problem | undefined =>
  problems.find(({ code }) => damageCodes.test(code))

/** Why nothing true could be reported of the image in an archive; undefined where it was read to its end. */
export const damageOf = ({ kind, problems }: ImageSource): Problem | undefined =>
  kind === 'archive' || kind === 'docker-archive' ? damageIn(problems) : undefined

/** True where an archive may be sound, but is not read any further. */
export const isBeyondLimit = ({ code }: Problem): boolean => limitCodes.test(code)
