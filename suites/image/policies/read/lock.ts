/**
 * The digests of a lock file by their names: one `name@sha256:…` a line, as Dockerfiles and Kubernetes pin images. Blank
 * lines and lines that begin with `#` are passed over. Throws an Error with the number of the line.
 */
export function parseLock(text: string): Record<string, string> {
  const found = new Map<string, string>()
  for (const [at, line] of text.split('\n').entries()) {
    const entry = line.trim()
    if (entry === '' || entry.startsWith('#')) continue
    const { name, digest } = /^(?<name>[^@\s]+)@(?<digest>sha256:[0-9a-f]{64})$/.exec(entry)?.groups ?? {}
    if (name === undefined || digest === undefined)
      throw new Error(`line ${at + 1} is not a name with a digest, such as app:1.0@sha256:…`)
    const other = found.get(name)
    if (other !== undefined && other !== digest)
      throw new Error(`line ${at + 1} has another digest for ${name} than a line before`)
    found.set(name, digest)
  }
  return Object.fromEntries(found)
}
