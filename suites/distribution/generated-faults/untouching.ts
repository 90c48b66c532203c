import { readManifest } from '../../../src/reference/manifest.ts'
import type { Sessions } from '../../../src/reference/sessions.ts'
import type { Store } from '../../../src/reference/store.ts'
import type { Occasion } from './occasion.ts'

/** The registry as it is, in which nothing can be changed: deletions and pushes only return what they would. */
const frozenStore = (store: Store): Store => ({
  ...store,
  repositories: store.repositories,
  used: store.used,
  reserve: () => undefined,
  putBlob: (_, __, digest = '') => digest,
  putManifest: (_, bytes, { mediaType, digest } = {}) => readManifest(bytes, mediaType, digest),
  addManifest: () => undefined,
  putTag: () => undefined,
  deleteBlob: (repository, digest) => store.find(repository)?.blobs.has(digest) === true,
  deleteManifest: (repository, digest) => store.find(repository)?.manifests.has(digest) === true,
  deleteTag: (repository, tag) => store.find(repository)?.tags.has(tag) === true,
})

const frozenSessions = (sessions: Sessions): Sessions => ({
  open: () => undefined,
  find(id, repository) {
    const session = sessions.find(id, repository)
    return session && { ...session, chunks: [...session.chunks] }
  },
  append: () => undefined,
  end: () => undefined,
})

/** The same request to a registry in which an effect cannot change anything, so that what it would do is seen without doing it. */
export const untouching = (occasion: Occasion): Occasion => ({
  ...occasion,
  ctx: {
    ...occasion.ctx,
    store: frozenStore(occasion.ctx.store),
    sessions: frozenSessions(occasion.ctx.sessions),
  },
})
