import type { RequirementId } from '../requirements.ts'
import { pathOf, type Doc, type Layout } from './build/layout.ts'
import type { Defect } from './case.ts'

/** Changes a stored document and leaves it under its old digest. */
export function edit(layout: Layout, { digest }: Doc, change: (document: Doc) => void): void {
  const path = pathOf(String(digest))
  const document = JSON.parse(String(layout.files.get(path))) as Doc
  change(document)
  layout.files.set(path, Buffer.from(JSON.stringify(document)))
}

/** A document that was edited in place: besides its digest, what is wrong in it. */
export const editedIn = (
  id: string,
  violates: RequirementId,
  title: string,
  make: Defect['make'],
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates,
  also: ['layout.blob.matches-name'],
  because: 'the edited bytes have another digest, which is a violation of its own',
  title,
  make,
  ...more,
})
