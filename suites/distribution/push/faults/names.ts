import type { RequestContext } from '../../../../src/reference/context.ts'
import { isRepositoryName } from '../../../../src/reference/grammar.ts'
import { together } from '../../../../src/reference/effects/alter.ts'
import { changePolicy, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import type { Fault } from '../../fault.ts'

/** Names of this kind are rejected as malformed. */
const rejectingNames = (isRejected: (name: string) => boolean) => (): Effects =>
  changePolicy((honest) => ({ isName: (text) => honest.isName(text) && !isRejected(text) }))

/** Each request goes to the repository with another name. */
const renaming = (rename: (name: string) => string): Effects =>
  onRequest({}, (ctx): RequestContext => {
    const { route } = ctx
    return 'repository' in route && route.repository !== undefined
      ? { ...ctx, route: { ...route, repository: rename(route.repository) } }
      : ctx
  })

const parts = (name: string): number => name.split('/').length
const isWord = (part: string): boolean => /^(?:tags|blobs|manifests|uploads)$/.test(part)

/** Faults in which repository names are accepted, and what they name. */
export const nameFaults: readonly Fault[] = [
  {
    id: 'names-of-three-parts-refused',
    violates: 'push.name.nested',
    title: 'rejects repository names of more than three parts',
    effects: () =>
      changePolicy((honest) => ({ isName: (text) => honest.isName(text) && text.split('/').length <= 3 })),
  },
  {
    id: 'names-by-old-grammar',
    violates: 'push.name.separators',
    title: 'rejects names with two underscores or several dashes, as in 1.0',
    at: ['1.1', 'dev'],
    effects: () => changePolicy(() => ({ isName: (text) => isRepositoryName(text, '1.0') })),
  },
  {
    id: 'names-with-dots-refused',
    violates: 'push.name.separators',
    title: 'rejects names with dots',
    effects: () =>
      changePolicy((honest) => ({ isName: (text) => honest.isName(text) && !text.includes('.') })),
  },
  {
    id: 'names-of-many-parts-refused',
    violates: 'push.name.many-components',
    title: 'rejects repository names of more than five parts',
    effects: rejectingNames((name) => parts(name) > 5),
  },
  {
    id: 'names-like-endpoints-refused',
    violates: 'push.name.endpoint-words',
    title: 'rejects repository names with a part that is named like an endpoint',
    effects: rejectingNames((name) => name.split('/').some(isWord)),
  },
  {
    id: 'names-above-hundred-refused',
    violates: 'push.name.long',
    title: 'rejects repository names of more than a hundred characters',
    effects: rejectingNames((name) => name.length > 100),
  },
  {
    id: 'names-long-in-many-parts-refused',
    violates: 'push.name.long',
    title: 'rejects repository names of more than a hundred characters in more than five parts',
    effects: rejectingNames((name) => name.length > 100 && parts(name) > 5),
  },
  {
    id: 'names-with-one-separator',
    violates: 'push.name.distinct',
    title: 'takes all separators in repository names for the same',
    at: ['1.1', 'dev'],
    effects: () => renaming((name) => name.replaceAll(/[._-]+/g, '-')),
  },
  {
    id: 'names-with-one-dash',
    violates: 'push.name.distinct',
    title: 'takes several dashes in repository names for one',
    at: ['1.1', 'dev'],
    effects: () => renaming((name) => name.replaceAll(/-+/g, '-')),
  },
  {
    id: 'names-in-small-letters',
    violates: 'push.name.invalid',
    title: 'takes repository names with capital letters for the same in small ones',
    effects: () =>
      together(
        changePolicy((honest) => ({ isName: (text) => honest.isName(text.toLowerCase()) })),
        renaming((name) => name.toLowerCase()),
      ),
  },
]
