import type { Fault } from '../../fault.ts'
import { page } from '../../../../src/reference/effects/page.ts'

const isMalformed = (reference: string): boolean =>
  !reference.includes(':') && !/^\w[\w.-]{0,127}$/.test(reference)

/** Faults in which a page with 200 is in place of an error. */
export const pageFaults: readonly Fault[] = [
  {
    id: 'name-invalid-page',
    violates: 'pull.name.invalid',
    title: 'returns 200 with a page for a repository whose name breaks the grammar',
    seenIn: 'Google Artifact Registry',
    effects: () => page({ endpoint: 'manifest', method: 'GET', refusal: 'name-invalid' }),
  },
  {
    id: 'tag-malformed-page',
    violates: 'pull.manifest.malformed-tag',
    title: 'returns 200 with a page for a tag that violates the grammar',
    seenIn: 'Google Artifact Registry',
    effects: () =>
      page({
        endpoint: 'manifest',
        method: 'GET',
        status: 404,
        when: ({ route }) => route.endpoint === 'manifest' && isMalformed(route.reference),
      }),
  },
  {
    id: 'tag-unknown-page',
    violates: 'pull.manifest.unknown-tag',
    title: 'returns 200 with a page for a tag that does not exist',
    effects: () =>
      page({
        endpoint: 'manifest',
        method: 'GET',
        refusal: 'manifest-unknown',
        when: ({ route }) =>
          route.endpoint === 'manifest' && !route.reference.includes(':') && !isMalformed(route.reference),
      }),
  },
]
