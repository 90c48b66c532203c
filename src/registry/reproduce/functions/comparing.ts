import type { ShellFunction } from './shell-function.ts'

/** The functions of scripts that compare one response. */
export const comparing: readonly ShellFunction[] = [
  ['answered', `answered() { [ ! -s "$work/$1.error" ]; }`],
  [
    'status_is',
    `status_is() {
  status=$(status_of "$1"); shift
  for each; do case $status in $each) return 0 ;; esac; done
  return 1
}`,
  ],
  [
    'header_is',
    `# header_is <number> <name in lower case> <value>...
header_is() {
  value=$(field "$1" "$2"); shift 2
  for each; do [ "$value" != "$each" ] || return 0; done
  return 1
}`,
  ],
  [
    'header_matches',
    `# header_matches <number> <name in lower case> <extended regular expression>
header_matches() { field "$1" "$2" | grep -Eiq -e "$3"; }`,
  ],
  [
    'header_within',
    `# All values together: header_within <number> <name in lower case> <most bytes>
header_within() { [ "$(field "$1" "$2" | tr -d '\\n' | wc -c)" -le "$3" ]; }`,
  ],
  ['has_header', `has_header() { [ -n "$(field "$1" "$2")" ]; }`],
  ['header_once', `header_once() { [ "$(field "$1" "$2" | sort -u | wc -l)" -le 1 ]; }`],
  [
    'same_header',
    `# same_header <number> <number> <name in lower case>
same_header() { [ "$(field "$1" "$3")" = "$(field "$2" "$3")" ]; }`,
  ],
  [
    'content_is',
    `# The body has one of these digests: content_is <number> <digest>...
content_is() {
  [ -e "$work/$1.body" ] || : >"$work/$1.body"
  body=$work/$1.body; shift
  for each; do [ "$(digest_of "\${each%%:*}" "$body")" != "$each" ] || return 0; done
  return 1
}`,
  ],
  [
    'part_is',
    `# The body is a part of a file: part_is <number> <name> <first byte> <last byte>
part_is() { tail -c "+$(($3 + 1))" "$work/$2" | head -c $(($4 - $3 + 1)) | cmp -s - "$work/$1.body"; }`,
  ],
  ['compact', `compact() { tr -d '[:space:]' <"$work/$1.body"; echo; }`],
  [
    'body_matches',
    `# body_matches <number> <extended regular expression, without white space>
body_matches() { compact "$1" | grep -Eq -e "$2"; }`,
  ],
  [
    'entry_matches',
    `# entry_matches <number> <digest> <extended regular expression>
entry_matches() { entries_in "$1" | grep -F -e "\\"digest\\":\\"$2\\"" | grep -Eq -e "$3"; }`,
  ],
]
