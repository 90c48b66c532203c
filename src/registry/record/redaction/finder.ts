/** Replaces whatever matches one of the sources it was made of. */
export type Finder = (text: string, replacement: string) => string

/** A source that begins with literal characters. */
interface Anchored {
  head: string
  source: string
  /** Compiled where its head was found: a run may know a hundred tokens, and meet none. */
  expression?: RegExp
}

/** At most this many characters determine whether a source can begin somewhere. */
const window = 4

const buckets = 1 << 16

/** Depends on the last four characters alone: what is older has been shifted out. */
const roll = (hash: number, code: number): number => ((hash << 4) ^ code) & (buckets - 1)

const hashOf = (text: string): number => {
  let hash = 0
  for (let at = 0; at < window; at += 1) hash = roll(hash, text.charCodeAt(at))
  return hash
}

/** The literal characters at the beginning of a source; undefined where they are too few. */
function headOf(source: string): string | undefined {
  const [literal = ''] = /^(?:[A-Za-z0-9_-](?![{?*+])|\\[./-]){4,64}/.exec(source) ?? []
  const head = literal.replaceAll('\\', '')
  return head.length < window ? undefined : head
}

/**
 * Finds many sources of regular expressions at once. Those with a literal beginning are found by the hash of its
 * first characters, in one pass however many there are; one expression finds all others.
 */
export function createFinder(sources: readonly string[]): Finder {
  const loose = sources.filter((source) => headOf(source) === undefined)
  const expression = loose.length === 0 ? undefined : new RegExp(loose.join('|'), 'g')
  const byHash = new Map<number, Anchored[]>()
  const known = new Uint8Array(buckets)
  for (const source of sources) {
    const head = headOf(source)
    if (head === undefined) continue
    const hash = hashOf(head)
    known[hash] = 1
    byHash.set(hash, [...(byHash.get(hash) ?? []), { head, source }])
  }

  /** Where the longest of those that begin here ends. */
  function endOf(text: string, start: number, hash: number): number {
    let end = start
    for (const anchored of byHash.get(hash) ?? []) {
      if (!text.startsWith(anchored.head, start)) continue
      const sticky = (anchored.expression ??= new RegExp(anchored.source, 'y'))
      sticky.lastIndex = start
      if (sticky.test(text)) end = Math.max(end, sticky.lastIndex)
    }
    return end
  }

  function replaceAnchored(text: string, replacement: string): string {
    let replaced = ''
    let copied = 0
    let hash = 0
    for (let at = 0; at < text.length; at += 1) {
      hash = roll(hash, text.charCodeAt(at))
      if (known[hash] === 0) continue
      const start = at - window + 1
      // Before, the hash is of fewer characters, or of what was replaced.
      const end = start < copied ? start : endOf(text, start, hash)
      if (end <= start) continue
      replaced += text.slice(copied, start) + replacement
      copied = end
      at = end - 1
    }
    return copied === 0 ? text : replaced + text.slice(copied)
  }

  return (text, replacement) => {
    const rest = expression ? text.replace(expression, replacement) : text
    return byHash.size === 0 ? rest : replaceAnchored(rest, replacement)
  }
}
