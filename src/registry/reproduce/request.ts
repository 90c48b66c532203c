import type { Access } from './access.ts'
import type { ShellFunction } from './functions/shell-function.ts'

/** The functions that send requests, as the run sent them. */
export function requestFunctions(access: Access): readonly ShellFunction[] {
  const { credentials } = access
  const options = [
    "--proto '=http,https' --http1.1 --silent --show-error --globoff --path-as-is --connect-timeout 30 \\\n    --header 'Accept:' --header 'Content-Type:' --header 'Expect:'",
    ...(access.insecure ? ['--insecure'] : []),
    ...(access.secure ? ['${CACERT:+--cacert "$CACERT"}'] : []),
    ...(access.clientCertificate ? ['--cert "$CLIENT_CERT" --key "$CLIENT_KEY"'] : []),
    ...(access.proxy === undefined ? [] : ['--proxy "$proxy"']),
  ]
  const transfer = `request "$@" --dump-header "$work/$number.head" --output "$work/$number.body" \\
    --write-out '%{http_code} %{url_effective}' --url "$url" >"$work/$number.url" 2>"$work/$number.error"`
  // Where a registry leads elsewhere, that nothing is there is what came back.
  const reached = `keep_status $?`
  const send = [
    '# Sends a request and keeps what came back under a number: send <number> <method> <URL> [<options of curl>]',
    'send() {',
    '  number=$1 method=$2 url=$3; shift 3',
    '  : >"$work/$number.head"; : >"$work/$number.body"; printf 000 >"$work/$number.status"; printf %s "$url" >"$work/$number.url"',
    '  printf %s "$method $url" >"$work/$number.request"',
    '  [ -n "$url" ] || { echo "no URL" >"$work/$number.error"; return; }',
    '  case $method in HEAD) set -- --head "$@" ;; *) set -- --request "$method" "$@" ;; esac',
    ...(credentials === 'basic'
      ? ['  if at_registry "$url"; then set -- "$@" --user "$REGISTRY_USER:$REGISTRY_PASSWORD"; fi']
      : []),
    ...(credentials === 'bearer'
      ? [
          '  if [ -n "${TOKEN:-}" ] && at_registry "$url"; then set -- "$@" --header "Authorization: Bearer $TOKEN"; fi',
        ]
      : []),
    `  ${transfer}`,
    `  ${reached}`,
    ...(credentials === 'bearer'
      ? [
          '  if [ "$(status_of "$number")" = 401 ] && [ -z "${TOKEN:-}" ] && at_registry "$url"; then',
          '    token=$(token_for "$number")',
          '    set -- "$@" --header "Authorization: Bearer $token"',
          `    ${transfer.replaceAll('\n', '\n  ')}`,
          `    ${reached}`,
          '  fi',
        ]
      : []),
    '}',
  ]
  return [
    ['request', `request() {\n  curl ${options.join(' \\\n    ')} "$@"\n}`],
    [
      'keep_status',
      `# Keeps the status and the last URL, and no fields as the body of a HEAD; that the registry itself is not reached ends the script: keep_status <exit code of curl>
keep_status() {
  read -r status to <"$work/$number.url"
  printf '%s' "$status" >"$work/$number.status"; printf '%s' "$to" >"$work/$number.url"
  [ "$method" != HEAD ] || : >"$work/$number.body"
  case $1 in 5 | 6 | 7 | 35 | 60) at_registry "$to" || return ;; *) return ;; esac
  refusal "$number"; kill $$; exit 2
}`,
    ],
    ['send', send.join('\n')],
  ]
}
