import type { ShellFunction } from './shell-function.ts'

/** The functions of scripts that read and compare lists of tags and of referrers. */
export const lists: readonly ShellFunction[] = [
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
]
