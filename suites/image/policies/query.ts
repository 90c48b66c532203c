import type { FileQuery } from '../../../src/image/decode/tar/layer-files.ts'
import { widened } from './glob.ts'
import type { Policies } from './policies.ts'

/** The files that are looked at for policies and custom suites; undefined where there are none. */
export function fileQuery(
  { files = [], noSetId, timestamps }: Policies,
  reads: readonly string[] = [],
): FileQuery | undefined {
  if (files.length + reads.length === 0 && !noSetId && timestamps === undefined) return undefined
  const paths = [...files.map(({ path }) => path), ...reads.map((path) => path.replace(/^\//, ''))]
  const steps = paths.map((path) => path.split('/').map(widened))
  return {
    names: unique(steps.flatMap((each) => each.slice(-1))),
    folders: unique(steps.flatMap((each) => each.slice(0, -1))),
    digests: reads.length > 0 || files.some(({ digest }) => digest !== undefined),
    ...(noSetId ? { setId: true } : {}),
  }
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].toSorted()
