import { withBody, withHeader, withStatus, type Reply } from '../../../../src/reference/reply.ts'
import type { Fault } from '../../fault.ts'
import { onReply, type Match } from '../../../../src/reference/effects/effects.ts'

const signIn = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>…</body></html>\n'

/** A page for people, as a gateway returns it where it does not know the path. */
const page = (answer: Reply): Reply =>
  withBody(
    withHeader(
      withHeader(withStatus(answer, 200), 'Content-Type', 'text/html; charset=utf-8'),
      'Content-Length',
      '',
    ),
    signIn,
  )

const withPage = (match: Match) => () => onReply(match, page)

const isMalformed = (reference: string): boolean =>
  !reference.includes(':') && !/^\w[\w.-]{0,127}$/.test(reference)

/** Faults in which a page with 200 is in place of what the API returns. */
export const pageFaults: readonly Fault[] = [
  {
    id: 'name-invalid-page',
    violates: 'pull.name.invalid',
    title: 'returns 200 with a page for a repository whose name breaks the grammar',
    seenIn: 'Google Artifact Registry',
    effects: withPage({ endpoint: 'manifest', method: 'GET', refusal: 'name-invalid' }),
  },
  {
    id: 'tag-malformed-page',
    violates: 'pull.manifest.malformed-tag',
    title: 'returns 200 with a page for a tag outside the grammar',
    seenIn: 'Google Artifact Registry',
    effects: withPage({
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
    effects: withPage({
      endpoint: 'manifest',
      method: 'GET',
      refusal: 'manifest-unknown',
      when: ({ route }) =>
        route.endpoint === 'manifest' && !route.reference.includes(':') && !isMalformed(route.reference),
    }),
  },
  {
    id: 'tags-page',
    violates: 'discovery.tags.body',
    title: 'returns a page in place of a tag list',
    effects: withPage({ endpoint: 'tags', method: 'GET', status: 200 }),
  },
]
