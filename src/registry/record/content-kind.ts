import type { EvidenceRecord } from '../../engine/events.ts'

/** One field in which a kind of content differs from an ordinary image: `config.mediaType`, and its value. */
export interface Trait {
  field: string
  value: string
}

/** How a registry received one kind of content, as the tests that pushed it saw it. */
export interface ContentKindRecord extends EvidenceRecord {
  kind: 'content-kind'
  /** Written by hand and stable: `nested-index`. */
  name: string
  /** With its article: `an index of indexes`. */
  what: string
  /** Of what sort it is: a kind of document, a field of it, or a format that is in use. */
  group: 'document' | 'field' | 'format'
  traits: readonly Trait[]
  /** `altered`: the push succeeded, but the same bytes were not served afterwards. */
  outcome: 'accepted' | 'rejected' | 'altered'
  /** The field at which it is rejected; absent where the fields are rejected together only, or it is not. */
  rejectedFor?: string
  /** The response where it is not accepted, in one line. */
  response?: string
  /** Numbers of the exchanges where it was seen. */
  exchanges: readonly number[]
}
