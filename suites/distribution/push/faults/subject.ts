import type { RequestContext } from '../../../../src/reference/context.ts'
import {
  byDigest,
  documentIn,
  pushed,
  put,
  referenceOf,
  repositoryOf,
} from '../../../../src/reference/effects/requests.ts'
import { ending, falseDigest, together, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply, type Effects } from '../../../../src/reference/effects/effects.ts'
import { isImage, isIndex } from './content.ts'

/** Faults in manifests with a subject. */
export const subjectFaults: readonly Fault[] = [
  {
    id: 'subject-must-exist',
    violates: 'push.subject.missing',
    title: 'rejects an image manifest whose subject does not exist',
    seenIn: 'Docker Hub in 2024',
    effects: () => missingSubject(isImage, 400),
  },
  {
    id: 'subject-missing-404',
    violates: 'push.subject.missing',
    title: 'returns 404 for an image manifest whose subject does not exist',
    effects: () => missingSubject(isImage, 404),
  },
  {
    id: 'subject-refused',
    violates: 'push.subject.missing',
    title: 'returns 405 for each manifest with a subject',
    seenIn: 'Amazon ECR in 2026-03',
    also: ['push.subject.missing-in-index'],
    because: 'an index with a subject is rejected as well',
    effects: () => ending({ ...put, when: (ctx) => documentIn(ctx)['subject'] !== undefined }, 405),
  },
  {
    id: 'subject-deleted-refused',
    violates: 'push.subject.missing',
    title: 'rejects a manifest whose subject was deleted',
    depth: 'standard',
    effects: refusingDeletedSubjects,
  },
  {
    id: 'subject-sha512-refused',
    violates: 'push.subject.missing',
    title: 'rejects a manifest whose subject has a sha512 digest',
    depth: 'standard',
    effects: () => ending({ ...put, when: (ctx) => subjectIn(ctx).startsWith('sha512:') }, 400),
  },
  {
    id: 'subject-of-index-must-exist',
    violates: 'push.subject.missing-in-index',
    title: 'rejects an index whose subject does not exist',
    effects: () => missingSubject(isIndex, 400),
  },
  {
    id: 'subject-unanswered',
    violates: 'push.subject.header',
    title: 'leaves OCI-Subject out for an image manifest',
    effects: () => without({ ...pushed, when: isImage }, 'OCI-Subject'),
  },
  {
    id: 'subject-answered-falsely',
    violates: 'push.subject.header-value',
    title: 'returns another digest as OCI-Subject',
    effects: () => ownSubject((subject) => falseDigest(subject)),
  },
  {
    id: 'subject-answered-by-itself',
    violates: 'push.subject.header-value',
    title: 'names in OCI-Subject the manifest that was pushed',
    effects: () => ownSubject((_, { route }) => (route.endpoint === 'manifest' ? route.reference : '')),
  },
  {
    id: 'subject-of-index-unanswered',
    violates: 'push.subject.header-for-index',
    title: 'leaves OCI-Subject out for an index',
    effects: () => without({ ...pushed, when: isIndex }, 'OCI-Subject'),
  },
]

const subjectIn = (ctx: RequestContext): string =>
  (documentIn(ctx) as { subject?: { digest?: string } }).subject?.digest ?? ''

function refusingDeletedSubjects(): Effects {
  const deleted = new Set<string>()
  return together(
    onReply({ endpoint: 'manifest', method: 'DELETE', status: 202, when: byDigest }, (answer, ctx) => {
      deleted.add(referenceOf(ctx))
      return answer
    }),
    ending({ ...put, when: (ctx) => deleted.has(subjectIn(ctx)) && isMissing(ctx) }, 400),
  )
}

const isMissing = (ctx: RequestContext): boolean =>
  ctx.store.find(repositoryOf(ctx))?.manifests.has(subjectIn(ctx)) !== true

function missingSubject(kind: (ctx: RequestContext) => boolean, status: number): Effects {
  return ending(
    {
      ...put,
      when(ctx) {
        const { subject } = documentIn(ctx) as { subject?: { digest?: string } }
        if (!kind(ctx) || subject?.digest === undefined || ctx.route.endpoint !== 'manifest') return false
        return ctx.store.find(ctx.route.repository)?.manifests.has(subject.digest) !== true
      },
    },
    status,
  )
}

const ownSubject = (value: (subject: string, ctx: RequestContext) => string): Effects =>
  onReply({ ...pushed, when: (ctx) => isImage(ctx) && byDigest(ctx) }, (answer, ctx) => {
    const subject = answer.headers.find(([name]) => name === 'OCI-Subject')?.[1]
    if (subject === undefined) return answer
    const headers = answer.headers.filter(([name]) => name !== 'OCI-Subject')
    return { ...answer, headers: [...headers, ['OCI-Subject', value(subject, ctx)] as const] }
  })
