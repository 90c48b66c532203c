import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assayImage } from '../../src/assay/image.ts'
import type { RequirementResult } from '../../src/engine/events.ts'
import { createLayout } from '../../suites/image/layouts/build/layout.ts'
import { serve } from '../../suites/image/layouts/build/serve.ts'
import { write } from '../../suites/image/layouts/build/write.ts'
import type { Case } from '../../suites/image/layouts/case.ts'

/** What was decided of each requirement of a layout, which lives only as long as that takes. */
export async function assess({
  spec,
  closed,
  limits,
  allowMissing,
  form,
  entries,
  make,
}: Case): Promise<readonly RequirementResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-image-'))
  try {
    const layout = createLayout()
    make(layout)
    const options = {
      ...(spec === undefined ? {} : { spec }),
      ...(closed === undefined ? {} : { closed }),
      ...(limits === undefined ? {} : { limits }),
      ...(allowMissing === undefined ? {} : { allowMissing }),
    }
    if (form === 'registry') {
      const served = await serve(layout)
      try {
        return (await assayImage({ target: served.target, ...options })).result.requirements
      } finally {
        await served.close()
      }
    }
    const target = write(layout, folder, form, entries)
    return (await assayImage({ target, ...options })).result.requirements
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One line for a requirement that is in trouble. */
export const told = ({ id, verdict, findings, reason }: RequirementResult): string =>
  `${verdict} ${id}: ${findings.map(({ title, received }) => `${title} (${received})`).join('; ') || String(reason)}`

export const troubled = ({ verdict }: RequirementResult): boolean =>
  verdict === 'fail' || verdict === 'warn' || verdict === 'error'
