import type { Exchange, ExchangeRecord } from '../record/exchange.ts'
import type { Creation } from './entry.ts'
import { mayBeDone } from './outcome.ts'

/** The tags, manifests and blobs that exist, oldest first. */
export interface Created {
  add(creation: Creation, exchange: Exchange | ExchangeRecord): void
  /** Removes what a DELETE deleted: a tag, a manifest or a blob. */
  remove(kind: 'manifest' | 'blob', repository: string, reference: string): void
  entries(): Creation[]
}

/** Hexadecimal digits of registered algorithms. */
const lengths: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 }

/** Whether content can have this digest: of registered algorithms the length is known. */
function isDigest(reference: string): boolean {
  const { algorithm = '', encoded = '' } =
    /^(?<algorithm>[a-z0-9]+(?:[+._-][a-z0-9]+)*):(?<encoded>[a-zA-Z0-9=_-]+)$/.exec(reference)?.groups ?? {}
  const length = lengths[algorithm]
  return length === undefined ? encoded !== '' : encoded.length === length && /^[0-9a-f]+$/.test(encoded)
}

const keyOf = ({ kind, repository, reference }: Creation): string => `${kind} ${repository} ${reference}`

export function createCreated(): Created {
  const created = new Map<string, Creation>()
  const remove = (kind: Creation['kind'], repository: string, reference: string) =>
    created.delete(keyOf({ kind, repository, reference }))
  return {
    add(creation, exchange) {
      // Under a malformed digest nothing can be stored; where the registry responded that it did, that counts.
      if (mayBeDone(exchange) && creation.kind !== 'tag' && !isDigest(creation.reference)) return
      const { test } = exchange
      const key = keyOf(creation)
      // Again at the end: cleaning up goes backwards, and the newest entry may refer to older ones.
      created.delete(key)
      created.set(key, test === undefined ? creation : { ...creation, test })
    },
    remove(kind, repository, reference) {
      const isTag = kind === 'manifest' && !reference.includes(':')
      // Tags that led to a manifest should be gone with it: whether they are, is seen when all is removed.
      remove(isTag ? 'tag' : kind, repository, reference)
    },
    entries: () => [...created.values()],
  }
}
