/** One word for a POSIX shell, whatever it contains. */
export const quote = (text: string): string =>
  /^[A-Za-z0-9_./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** A line that cannot end before its end. */
export const comment = (text: string): string => `# ${text.replace(/[^\x20-\x7e]/g, '?')}`

/** Since a registry chooses where a response leads, a script finds out only when it runs where credentials would go. */
export const registryFunction = (registry: string): string => `# Credentials are sent to this origin only.
registry=${quote(registry)}
at_registry() {
  case $1 in "$registry" | "$registry"/* | "$registry"\\?*) return 0 ;; *) return 1 ;; esac
}`

export const locationFunction = `# Prints where the response with the header fields in $1 leads, which the URL $2 returned.
location() {
  to=$(sed -n 's/^[Ll][Oo][Cc][Aa][Tt][Ii][Oo][Nn]:[[:blank:]]*//p' "$1" | tr -d '\\r' | tail -n 1)
  from=\${2%%\\?*}
  case $to in
    *://*) printf '%s' "$to" ;;
    //*) printf '%s:%s' "\${from%%:*}" "$to" ;;
    /*) printf '%s%s' "$(printf '%s' "$from" | sed 's|^\\([^:]*://[^/]*\\).*|\\1|')" "$to" ;;
    *) printf '%s/%s' "\${from%/*}" "$to" ;;
  esac
}`

/** Prints the token in the JSON that it reads. */
export const tokenFilter = `sed -n 's/.*"\\(access_\\)\\{0,1\\}token" *: *"\\([^"]*\\)".*/\\2/p'`
