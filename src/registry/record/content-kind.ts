import type { EvidenceRecord } from '../../engine/events.ts'

/** One field in which a kind of content differs from a usual image: `config.mediaType`, and its value. */
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
  /** Of what sort it is: how documents are built, a field of them, or a format that people push. */
  group: 'document' | 'field' | 'format'
  traits: readonly Trait[]
  /** `altered`: the push was answered with success, but the same bytes were not served afterwards. */
  outcome: 'taken' | 'refused' | 'altered'
  /** The field at which it is refused; absent where the fields are refused together only, or it is not. */
  refusedFor?: string
  /** What was answered where it is not taken, for people. */
  answer?: string
  /** Numbers of the exchanges where it was seen. */
  exchanges: readonly number[]
}
