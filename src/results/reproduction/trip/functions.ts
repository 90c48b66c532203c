import type { TripRecord } from '../../../registry/record/trip.ts'
import { quote } from '../../../registry/reproduce/shell.ts'

/** Functions of the scripts that make a round trip once more, beside those that send requests. */
type Functions = readonly (readonly [name: string, text: string])[]

/** How a script prints a manifest or a blob of the image: from its layout, its archive or its registry. */
export function contentFunction({ form, image, blobs }: TripRecord): Functions[number] {
  const embedded = blobs.flatMap(({ digest, data }) =>
    data === undefined ? [] : [`  ${digest}) printf %s ${quote(data)} | base64 -d; return ;;`],
  )
  const own =
    embedded.length === 0 ? '' : `  case $1 in\n${embedded.map((each) => `  ${each}\n`).join('')}  esac\n`
  return [
    'content',
    `# Prints a manifest or a blob of the image: content <digest>\ncontent() {\n${own}${readers[form](image)}\n}`,
  ]
}

const readers: Readonly<Record<TripRecord['form'], (image: string) => string>> = {
  layout: () => '  cat -- "$image/blobs/${1%%:*}/${1#*:}"',
  archive: () =>
    '  tar -xOf "$image" "blobs/${1%%:*}/${1#*:}" 2>/dev/null || tar -xOf "$image" "./blobs/${1%%:*}/${1#*:}"',
  registry: (image) => {
    const host = image.split('/', 1)[0] ?? ''
    const scheme = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|$)/.test(host) ? 'http' : 'https'
    const [repository = ''] = image.slice(host.length + 1).split(/[@:]/)
    return `  # SOURCE_TOKEN: a bearer token for the registry that the image is in.
  from=${quote(`${scheme}://${host}`)} place=${quote(repository)}
  for kind in blobs manifests; do
    curl --proto '=http,https' --silent --fail --location --globoff \${SOURCE_TOKEN:+--oauth2-bearer "$SOURCE_TOKEN"} \\
      --header "Accept: $any" --url "\${SOURCE:-$from}/v2/$place/$kind/$1" && return
  done
  return 1`
  },
}

export const tripFunctions: Functions = [
  ['fail', `fail() { echo "FAIL $about; $*"; exit 1; }`],
  ['error', `error() { echo "ERROR $about: $*"; exit 2; }`],
  [
    'part',
    `# Writes a part of the image into a file: part <digest>
part() { content "$1" >"$work/part" || error "$1 cannot be read: set IMAGE to the image"; }`,
  ],
  [
    'blob',
    `# Pushes a blob of the image: blob <digest>
blob() {
  part "$1"
  send put POST "$registry/v2/$repo/blobs/uploads/" --data ''
  status_is put 202 || refused_blob "the upload of $1 was refused: $(received put)"
  send put PUT "$(location put "digest=$1")" --header 'Content-Type: application/octet-stream' --upload-file "$work/part"
  status_is put 201 || refused_blob "$1 was refused: $(received put)"
}`,
  ],
  [
    'manifest',
    `# Pushes a manifest of the image: manifest <digest> <media type>
manifest() {
  part "$1"
  send put PUT "$registry/v2/$repo/manifests/$1" --header "Content-Type: $2" --upload-file "$work/part"
  status_is put 201 || refused_manifest "$1 was refused: $(received put)"
}`,
  ],
  [
    'tagged',
    `# Pushes a manifest of the image under a tag: tagged <tag> <digest> <media type>
tagged() {
  new "$repo" "$1"
  part "$2"
  send put PUT "$registry/v2/$repo/manifests/$1" --header "Content-Type: $3" --upload-file "$work/part"
  status_is put 201 || refused_tag "the tag $1 was refused: $(received put)"
}`,
  ],
  [
    'pulled',
    `# Pulls a part of the image: pulled <manifests or blobs> <digest or tag> [<media type>]
pulled() { send got GET "$registry/v2/$repo/$1/$2" --location --header "Accept: \${3:-*/*}"; }`,
  ],
  ['there', `there() { status_is got 200 || "$1" "$2 cannot be pulled: $(received got)"; }`],
  [
    'has_bytes',
    `# What was pulled has the bytes of a digest: has_bytes <name> <digest>
has_bytes() { content_is got "$2" || fail "$1 has other bytes: $(digest_of "\${2%%:*}" "$work/got.body")"; }`,
  ],
  [
    'has_type',
    `has_type() {
  type=$(field got content-type | sed 's/ *;.*//')
  [ "$type" = "$2" ] || fail "$1 has another media type: $type"
}`,
  ],
  [
    'new',
    `# A tag that exists is not moved; a new one is removed at the end: new <repository> <tag>
new() {
  send seen HEAD "$registry/v2/$1/manifests/$2" --header "Accept: $any"
  ! status_is seen 200 || error "$1:$2 exists already, and is not moved"
  made="$made $1:$2"
}`,
  ],
  [
    'remove',
    `# Removes what has the new tags, where its repository has no others.
remove() {
  for created in $made; do
    place=$registry/v2/\${created%:*}
    send gone GET "$place/tags/list"
    for tag in $(tags_in gone); do
      case " $made " in *" \${created%:*}:$tag "*) ;; *) echo "$created is left" >&2; continue 2 ;; esac
    done
    send gone GET "$place/manifests/\${created##*:}" --header "Accept: $any"
    status_is gone 200 || continue
    digest=$(field gone docker-content-digest)
    send gone DELETE "$place/manifests/\${digest:-$(digest_of sha256 "$work/gone.body")}"
    status_is gone 202 404 || echo "$created is left" >&2
  done
}`,
  ],
  [
    'layout',
    `# Writes a layout of one image: layout <parts>, with its index on standard input
layout() {
  mkdir -p "$work/layout"
  for each in $1; do
    mkdir -p "$work/layout/blobs/\${each%%:*}"
    content "$each" >"$work/layout/blobs/\${each%%:*}/\${each#*:}" || error "$each cannot be read: set IMAGE to the image"
  done
  printf '{"imageLayoutVersion":"1.0.0"}' >"$work/layout/oci-layout"
  cat >"$work/layout/index.json"
}`,
  ],
  [
    'own_home',
    `# A home for one command, with the credentials of REGISTRY_USER and REGISTRY_PASSWORD: own_home <name>
own_home() {
  work=$all/$1
  export HOME="$work/home" DOCKER_CONFIG="$work/home/.docker" REGISTRY_AUTH_FILE="$work/home/auth.json" \\
    XDG_CONFIG_HOME="$work/home/.config" XDG_CACHE_HOME="$work/home/.cache" XDG_DATA_HOME="$work/home/.local/share" \\
    XDG_RUNTIME_DIR="$work/home/run" TMPDIR="$work/home/tmp"
  [ -z "\${CACERT:-}" ] || export SSL_CERT_FILE="$CACERT" REQUESTS_CA_BUNDLE="$CACERT"
  mkdir -p "$work/work" "$DOCKER_CONFIG" "$XDG_RUNTIME_DIR" "$TMPDIR"
  [ -z "\${REGISTRY_USER:-}" ] || printf '{"auths":{"%s":{"auth":"%s"}}}' "\${registry#*://}" \\
    "$(printf %s "$REGISTRY_USER:$REGISTRY_PASSWORD" | base64 | tr -d '\\n')" | tee "$DOCKER_CONFIG/config.json" >"$REGISTRY_AUTH_FILE"
}`,
  ],
  [
    'service',
    `# Starts a service, and waits until it is ready: service <command> <command that succeeds then>
service() {
  (cd "$work/work" && eval "exec $1") >"$work/service.log" 2>&1 &
  services="$services $!"
  tries=0
  until (cd "$work/work" && eval "$2") >"$work/ready.log" 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || error "the service did not start: $(tail -n 1 "$work/service.log")"
    sleep 1
  done
}`,
  ],
  [
    'held',
    `# The digests of all files that a command has written.
held() {
  find "$work" -type f ! -name part -exec sha256sum {} + | sed 's/ .*//; s/^/sha256:/'
  find "$work" -type f ! -name part -exec sha512sum {} + | sed 's/ .*//; s/^/sha512:/'
}`,
  ],
  [
    'valid',
    `# Validates an image; OCI_ASSAY: another command than oci-assay: valid <reference>
valid() {
  (cd "$work" && \${OCI_ASSAY:-oci-assay} run "$1" --allow-missing)
  case $? in 0) ;; 1) fail "$1 is not valid" ;; *) error "$1 could not be validated: set OCI_ASSAY to the command" ;; esac
}`,
  ],
  [
    'parts_there',
    `# What a manifest of the registry lists, with itself: parts_there <reference>
parts_there() {
  pulled manifests "$1" "$any"
  status_is got 200 || error "$1 cannot be pulled: $(received got)"
  digest_of sha256 "$work/got.body"; echo
  tr -d '[:space:]' <"$work/got.body" | sed 's/"subject":{[^}]*}//' | grep -o '"digest":"[^"]*"' | sed 's/"digest":"//; s/"$//'
}`,
  ],
]
