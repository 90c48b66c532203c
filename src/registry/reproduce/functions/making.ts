import type { ShellFunction } from './shell-function.ts'

/** The functions of scripts that make content. */
export const making: readonly ShellFunction[] = [
  [
    'digest_of',
    `# The digest of a file: digest_of <sha256 or sha512> <file>
digest_of() {
  if command -v "$1sum" >/dev/null; then hex=$("$1sum" "$2")
  elif command -v shasum >/dev/null; then hex=$(shasum -a "\${1#sha}" "$2")
  else hex=$(openssl dgst -r "-$1" "$2"); fi
  printf '%s:%s' "$1" "\${hex%% *}"
}`,
  ],
  [
    'write_text',
    `# Writes a file of the lines that it reads, without the last line break: write_text <name>
write_text() { text=$(cat; printf .); printf '%s' "\${text%??}" >"$work/$1"; }`,
  ],
  [
    'write_bytes',
    `# Writes a file of some size, other bytes each time, which begins or ends as gzip or zeros do: write_bytes <name> <size> [gzip | zeros]
write_bytes() {
  case \${3:-} in
    gzip) printf '\\037\\213\\010\\000\\000\\000\\000\\000\\000\\377'; yes "$1 $nonce" ;;
    zeros) printf '%s %s' "$1" "$nonce"; cat /dev/zero ;;
    *) yes "$1 $nonce" ;;
  esac | head -c "$2" >"$work/$1"
}`,
  ],
  [
    'write_long',
    `# Writes a text that is filled up to a size: write_long <name> <size> <beginning> <filling> <end>
write_long() {
  { printf '%s' "$3"; yes "$4" | tr -d '\\n' | head -c $(($2 - \${#3} - \${#5})); printf '%s' "$5"; } >"$work/$1"
}`,
  ],
  [
    'cut_from',
    `# Prints a part of a file: cut_from <file> <first byte> <number of bytes>
cut_from() { tail -c +$(($2 + 1)) "$1" | head -c "$3"; }`,
  ],
  [
    'absent_digest',
    `# The digest of what no registry has: absent_digest <sha256 or sha512> <name>
absent_digest() { printf '%s' "$2 $nonce" >"$work/$2"; digest_of "$1" "$work/$2"; }`,
  ],
]
