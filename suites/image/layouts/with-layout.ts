import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withoutUndefined } from '../../../src/engine/optional.ts'
import { createLayout } from './build/layout.ts'
import { serve } from './build/serve.ts'
import { write } from './build/write.ts'
import type { LayoutCase } from './case.ts'

/** A layout as a run takes it: where it is, and the options that its case sets. */
export type LayoutTarget = Pick<LayoutCase, 'spec' | 'closed' | 'limits' | 'allowMissing' | 'policies'> & {
  /** The path of a folder or an archive, or the address of an image in a registry. */
  target: string
}

/** Makes the layout of a case in the form that it names, and removes it when `use` has ended. Returns what `use` returns. */
export async function withLayout<Result>(
  { form, entries, make, spec, closed, limits, allowMissing, policies }: LayoutCase,
  use: (target: LayoutTarget) => Promise<Result>,
): Promise<Result> {
  const layout = createLayout()
  make(layout)
  const options = withoutUndefined({ spec, closed, limits, allowMissing, policies })
  if (form === 'registry') {
    const served = await serve(layout)
    return await use({ target: served.target, ...options }).finally(() => served.close())
  }
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-image-'))
  try {
    return await use({ target: write(layout, folder, form, entries), ...options })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
