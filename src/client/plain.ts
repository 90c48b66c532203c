/** Options by which the command lines of recipes permit plain HTTP. */
const plain = /^--(?:(?:from-|to-)?plain-http|(?:src-|dest-)?tls-verify=false)$/

/** A command line for a registry with TLS. */
export const secured = (words: readonly string[]): string[] => words.filter((word) => !plain.test(word))
