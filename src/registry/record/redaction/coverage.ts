import { base64Forms, hexForms, plainForms } from './spellings.ts'

/** How far a secret can be masked by its value. */
export type Coverage = 'everywhere' | 'alone' | 'open' | 'short'

/** Shorter secrets are part of every text: they are masked by place and within base64 of a pair only. */
const shortest = 4

/** Shorter secrets are masked where they are a word of their own: digests contain each of them somewhere. */
const unmistakable = 8

/** What URLs of a registry consist of, and the names of what a run pushes. */
export const vocabulary =
  'https:// /v2/ manifests blobs uploads referrers tags list digest mount from sha256: sha512: artifactType oci-assay assay-tag'

const caveats: Readonly<Record<Exclude<Coverage, 'everywhere'>, string>> = {
  alone: `a secret has fewer than ${unmistakable} characters: it is masked where it is a word of its own`,
  open: 'a secret is part of the address or of a repository name: it is masked only within credentials',
  short: `a secret has fewer than ${shortest} characters: it is masked only within credentials`,
}

/** `open`, in lower case, is what all readers may see. */
export function coverageOf(secret: string, open: string): Coverage {
  if (secret.length < shortest) return 'short'
  if (open.includes(secret.toLowerCase())) return 'open'
  return secret.length < unmistakable ? 'alone' : 'everywhere'
}

/** Why secrets are not masked everywhere; undefined where all are. */
export function caveatOf(coverages: ReadonlySet<Coverage>): string | undefined {
  const least = (['short', 'open', 'alone'] as const).find((coverage) => coverages.has(coverage))
  return least && caveats[least]
}

const alone = (source: string): string => `(?<![\\w-]|\\w\\.)${source}(?![\\w-]|\\.\\w)`

/** Sources of regular expressions that find a secret in each encoding. */
export function sourcesOf(secret: string, coverage: Coverage): string[] {
  // `u:p` in base64 is four characters that few texts contain.
  if (coverage === 'short') return secret.length === 3 ? base64Forms(secret) : []
  const encoded = base64Forms(secret)
  if (coverage === 'open') return encoded
  const plain = plainForms(secret)
  return coverage === 'alone' ? [alone(plain), ...encoded] : [plain, ...encoded, ...hexForms(secret)]
}
