/** Options by which the command lines of recipes permit plain HTTP. */
const plain = /^--(?:(?:from-|to-)?plain-http|(?:src-|dest-)?tls-verify=false|insecure-registry)$/

/** A command line for a registry with TLS; `instead` takes the place of what permits plain HTTP. */
export const secured = (words: readonly string[], instead: readonly string[] = []): string[] =>
  words.flatMap((word) => (plain.test(word) ? instead : [word]))
