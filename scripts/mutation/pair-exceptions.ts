/** Two faults of which one hides the other for a reason that lies in the faults, and not in the harness. */
export interface PairException {
  faults: readonly [string, string]
  because: string
}

export const exceptions: readonly PairException[] = []
