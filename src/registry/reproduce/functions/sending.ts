import type { ShellFunction } from './shell-function.ts'

/** The functions of scripts around requests: credentials and pushes. */
export const sending: readonly ShellFunction[] = [
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
    'beside',
    `# Sends one of several requests at once; in the first try one after the other: beside send <arguments>
beside() { if [ "$tries" = 1 ]; then "$@"; else "$@" & fi; }`,
  ],
  [
    'push_blob',
    `# Pushes what a manifest refers to: push_blob <number> <repository> <digest> <name>
push_blob() {
  send "$1" POST "$registry/v2/$2/blobs/uploads/" --data ''; needs "$1" || return
  send "$1" PUT "$(location "$1" "digest=$3")" --header 'Content-Type: application/octet-stream' --data-binary "@$work/$4"; needs "$1"
}`,
  ],
]
