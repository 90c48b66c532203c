import type { ShellFunction } from './shell-function.ts'

/** The functions of scripts that read what came back. */
export const responses: readonly ShellFunction[] = [
  ['status_of', `status_of() { cat "$work/$1.status"; }`],
  [
    'received',
    `# What came back, in short: received <number> [<name of a header field in lower case>]
received() {
  text=$({ head -c 200 "$work/$1.body"; head -n 1 "$work/$1.error"; } 2>/dev/null | tr -cd '[:print:]')
  printf '%s' "$(status_of "$1")\${2:+, $2: $(field "$1" "$2" | tr '\\n' ' ')}\${text:+ $text}"
}`,
  ],
  [
    'field',
    `# The values of a header field, one per line: field <number> <name in lower case>
field() {
  tr -d '\\r' <"$work/$1.head" | awk -v name="$2:" '
    /^HTTP\\// { values = "" }
    index(tolower($0), name) == 1 { value = substr($0, length(name) + 1)
      gsub(/^[ \\t]+|[ \\t]+$/, "", value); values = values value "\\n" }
    END { printf "%s", values }'
}`,
  ],
  [
    'resolve',
    `# A URL, against that of the request: resolve <number> <URL>
resolve() {
  base=$(cat "$work/$1.url"); base=\${base%%\\?*}
  case $2 in
    *://*) printf '%s' "$2" ;;
    //*) printf '%s:%s' "\${base%%:*}" "$2" ;;
    /*) printf '%s%s' "$(printf '%s' "$base" | sed 's|^\\([^:]*://[^/]*\\).*|\\1|')" "$2" ;;
    \\?*) printf '%s%s' "$base" "$2" ;;
    *) printf '%s/%s' "\${base%/*}" "$2" ;;
  esac
}`,
  ],
  [
    'escaped',
    `# A value as most libraries write it in a query: escaped <value>
escaped() { printf '%s' "$1" | sed 's/:/%3A/g; s|/|%2F|g'; }`,
  ],
  [
    'location',
    `# Where a response leads, with a query that is added; without a Location an upload stays where it is: location <number> [<query>]
location() {
  to=$(field "$1" location | tail -n 1)
  if [ -n "$to" ]; then to=$(resolve "$1" "$to")
  else to=$(cat "$work/$1.url"); case $to in '' | */uploads/ | */uploads/\\?*) return ;; esac; fi
  case $to in *\\?*) printf '%s' "$to\${2:+&$2}" ;; *) printf '%s' "$to\${2:+?$2}" ;; esac
}`,
  ],
  [
    'next_page',
    `# The URL of the next page: next_page <number>
next_page() {
  to=$(field "$1" link | tr ',' '\\n' | sed -n 's/.*<\\([^>]*\\)>.*[;] *rel="\\{0,1\\}next.*/\\1/p' | head -n 1)
  [ -z "$to" ] || resolve "$1" "$to"
}`,
  ],
  ['no_link', `no_link() { [ -z "$(next_page "$1")" ]; }`],
]
