/** Two faults of which one hides the other because of the faults, and not because of the harness. */
export interface PairException {
  faults: readonly [string, string]
  because: string
}

export const exceptions: readonly PairException[] = [
  {
    faults: ['unknown-digest-400', 'read-only'],
    because:
      'a registry without content has no repository in which a manifest could be looked up by its digest',
  },
  {
    faults: ['start-500', 'error-code-number'],
    because: 'without uploads no repository exists, so no response has the error of an unknown blob',
  },
  {
    faults: ['manifest-push-digest-header-missing', 'referrers-before-subject-unlisted'],
    because: 'the second fault recognises a push by the header that the first one removes',
  },
  {
    faults: ['tag-deletion-of-manifest', 'index-digest-resolved'],
    because:
      'requests for manifests by digest return other content, which may explain what they return after a deletion',
  },
]
