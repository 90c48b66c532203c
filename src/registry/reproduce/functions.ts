/**
 * The functions of scripts by their names, in the order in which a script has them. Each begins with what it does, and is in a script
 * only where it is used.
 */
const functions: readonly (readonly [name: string, text: string])[] = [
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
    'absent_digest',
    `# The digest of what no registry has: absent_digest <sha256 or sha512> <name>
absent_digest() { printf '%s' "$2 $nonce" >"$work/$2"; digest_of "$1" "$work/$2"; }`,
  ],
  ['status_of', `status_of() { cat "$work/$1.status"; }`],
  [
    'received',
    `# What came back, in short: received <number>
received() {
  printf '%s' "$(status_of "$1")\${2:+, $2: $(field "$1" "$2" | tr '\\n' ' ')} "
  head -c 200 "$work/$1.body" 2>/dev/null | tr -cd '[:print:]'
  cat "$work/$1.error"
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
  [
    'at_registry',
    `# Credentials are sent to this origin only.
at_registry() { case $1 in "$registry" | "$registry"/* | "$registry"\\?*) return 0 ;; *) return 1 ;; esac; }`,
  ],
  [
    'token_for',
    `# A token as a challenge requires: token_for <number>
token_for() {
  challenge=$(field "$1" www-authenticate)
  parameter() { printf '%s\\n' "$challenge" | sed -n "s/.*[ ,]$1=\\"\\([^\\"]*\\)\\".*/\\1/p" | head -n 1; }
  realm=$(resolve "$1" "$(parameter realm)") service=$(parameter service) scope=$(parameter scope)
  set -- --get --data-urlencode "service=$service"
  for each in $scope; do set -- "$@" --data-urlencode "scope=$each"; done
  # A token server of another origin gets credentials only where TOKEN_SERVER is its origin.
  if [ -n "\${REGISTRY_USER:-}" ] && { at_registry "$realm" || [ -z "\${realm##"\${TOKEN_SERVER:-none}"/*}" ]; }
  then set -- "$@" --user "$REGISTRY_USER:\${REGISTRY_PASSWORD:-}"; fi
  request "$@" --url "$realm" | sed -n 's/.*"\\(access_\\)\\{0,1\\}token" *: *"\\([^"]*\\)".*/\\2/p'
}`,
  ],
  [
    'needs',
    `# The rest has no meaning where this fails: needs <number>
needs() { case $(status_of "$1") in 2??) ;; *) unmet="$unmet request $1 returned $(status_of "$1");" ;; esac; }`,
  ],
  [
    'beside',
    `# Sends one of several requests at once; in the first try one after the other: beside send <arguments>
beside() { if [ "$tries" = 1 ]; then "$@"; else "$@" & fi; }`,
  ],
  [
    'push_blob',
    `# Pushes what a manifest refers to: push_blob <number> <repository> <digest> <name>
push_blob() {
  send "$1" POST "$registry/v2/$2/blobs/uploads/" --data ''; needs "$1"
  send "$1" PUT "$(location "$1" "digest=$3")" --header 'Content-Type: application/octet-stream' --data-binary "@$work/$4"; needs "$1"
}`,
  ],
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
    'tags_in',
    `# The tags that a response lists, one per line.
tags_in() { compact "$1" | sed -n 's/.*"tags":\\[\\([^]]*\\)\\].*/\\1/p' | tr ',' '\\n' | sed 's/^"//; s/"$//; /^$/d'; }`,
  ],
  [
    'entries_in',
    `# The descriptors that an index lists, one per line.
entries_in() {
  compact "$1" | awk '{ body = body $0 } END {
    at = index(body, "\\"manifests\\":["); if (!at) exit
    for (at += 13; at <= length(body); at++) {
      c = substr(body, at, 1)
      if (quoted) { if (c == "\\\\") { entry = entry c; at++; c = substr(body, at, 1) } else if (c == "\\"") quoted = 0 }
      else if (c == "\\"") quoted = 1
      else if (c == "{") depth++
      else if (c == "}") depth--
      else if (c == "]" && depth == 0) exit
      if (depth > 0 || c == "}") entry = entry c
      if (c == "}" && depth == 0) { print entry; entry = "" }
    } }'
}`,
  ],
  [
    'referrers_in',
    `# The digests that a response lists, one per line.
referrers_in() { entries_in "$1" | sed -n 's/.*"digest":"\\([^"]*\\)".*/\\1/p'; }`,
  ],
  [
    'all_pages',
    `# What all pages list, from a response on: all_pages <tags_in or referrers_in> <number>
all_pages() {
  page=$2 pages=1
  "$1" "$page"
  while url=$(next_page "$page"); [ -n "$url" ] && [ "$pages" -lt 100 ]; do
    send "$2-$pages" GET "$url"
    page=$2-$pages pages=$((pages + 1))
    "$1" "$page"
  done
}`,
  ],
  [
    'links_further',
    `# Each Link leads to a page that lists something: links_further <tags_in or referrers_in> <number>
links_further() {
  page=$2 pages=1
  while url=$(next_page "$page"); [ -n "$url" ] && [ "$pages" -lt 100 ]; do
    send "$2-$pages" GET "$url"
    page=$2-$pages pages=$((pages + 1))
    [ -n "$("$1" "$page")" ] || return 1
  done
}`,
  ],
  [
    'includes',
    `includes() { list=$(cat); for each; do printf '%s\\n' "$list" | grep -Fxq -e "$each" || return 1; done; }`,
  ],
  [
    'excludes',
    `excludes() { list=$(cat); for each; do ! printf '%s\\n' "$list" | grep -Fxq -e "$each" || return 1; done; }`,
  ],
  [
    'only',
    `only() { for each; do printf '%s\\n' "$each"; done >"$work/only"; ! grep -Fxvq -f "$work/only"; }`,
  ],
  ['count_is', `count_is() { [ "$(wc -l)" "-$1" "$2" ]; }`],
  ['unique', `unique() { [ -z "$(sort | uniq -d)" ]; }`],
  [
    'in_order',
    `# The arguments are listed in their order.
in_order() { for each; do printf '%s\\n' "$each"; done >"$work/order"; [ "$(grep -Fx -f "$work/order")" = "$(cat "$work/order")" ]; }`,
  ],
  [
    'begins_as',
    `# These are the beginning of what another response lists: begins_as <tags_in or referrers_in> <number>
begins_as() {
  list=$(sort); [ -n "$list" ] || return 0
  [ "$list" = "$("$1" "$2" | head -n "$(printf '%s\\n' "$list" | wc -l)" | sort)" ]
}`,
  ],
  [
    'orders_as',
    `# What another response lists too comes in its order: orders_as <tags_in or referrers_in> <number>
orders_as() {
  cat >"$work/page"; "$1" "$2" >"$work/list"
  [ "$(grep -Fx -f "$work/list" "$work/page")" = "$(grep -Fx -f "$work/page" "$work/list")" ]
}`,
  ],
  [
    'last_of',
    `# The last one that all pages list, from a response on: last_of <tags_in or referrers_in> <number>
last_of() { all_pages "$1" "$2" | tail -n 1; }`,
  ],
  [
    'sorted_by',
    `# sorted_by <functions of awk>: in the order of one of them
sorted_by() {
  list=$(cat)
  for each; do
    printf '%s\\n' "$list" | awk "{ now = $each(\\$0) \\"\\"; if (NR > 1 && now < last) exit 1; last = now }" && return 0
  done
  return 1
}`,
  ],
  [
    'each_after',
    `# Each comes after this one in one order at least.
each_after() { awk -v last="$1" '{ if (tolower($0) <= tolower(last) && toupper($0) <= toupper(last) && $0 "" <= last "") exit 1 }'; }`,
  ],
  ['each_matches', `each_matches() { ! grep -Evq -e "$1"; }`],
  [
    'entry_matches',
    `# entry_matches <number> <digest> <extended regular expression>
entry_matches() { entries_in "$1" | grep -F -e "\\"digest\\":\\"$2\\"" | grep -Eq -e "$3"; }`,
  ],
]

/** The functions that a text calls, with those that they call. */
export function functionsFor(text: string, more: readonly (readonly [string, string])[]): string[] {
  const all = [...functions, ...more]
  const used = new Set<string>()
  let searched = text
  for (let size = -1; size < used.size;) {
    size = used.size
    for (const [name, body] of all) {
      if (used.has(name) || !new RegExp(`\\b${name}\\b`).test(searched)) continue
      used.add(name)
      searched += `\n${body}`
    }
  }
  return all.flatMap(([name, body]) => (used.has(name) ? [body] : []))
}
