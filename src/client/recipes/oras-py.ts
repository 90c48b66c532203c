import type { Recipe } from '../recipe.ts'

/** The library has no command of its own. */
const program = `import hashlib, json, sys
import oras.client, oras.defaults, oras.oci

operation, registry, *rest = sys.argv[1:]
login = rest.index("--login") if "--login" in rest else None
insecure = operation != "tls"
client = oras.client.OrasClient(hostname=registry, insecure=insecure, auth_backend="token" if login is None else "basic")
if login is not None:
    client.auth.set_basic_auth(rest[login + 1], rest[login + 2])
    del rest[login:]
if operation in ("pull", "tls"):
    print(client.pull(rest[0], config_path=rest[1] + ".json", outdir=rest[1]))
elif operation == "inspect":
    print(json.dumps(client.get_manifest(rest[0])))
elif operation == "fetch":
    client.download_blob(rest[0], rest[1], rest[2])
elif operation == "tags":
    print("\\n".join(client.get_tags(rest[0])))
elif operation == "push":
    read = lambda digest: rest[1] + "/blobs/" + digest.replace(":", "/")
    entry = json.load(open(rest[1] + "/index.json"))["manifests"][0]
    if entry["mediaType"] != oras.defaults.default_manifest_media_type:
        sys.exit("it uploads image manifests of OCI only")
    manifest = json.load(open(read(entry["digest"])))
    if rest[0] != "check":
        container = client.get_container(rest[0])
        for each in [manifest["config"], *manifest["layers"]]:
            client._check_200_response(client.upload_blob(read(each["digest"]), container, each))
        client._check_200_response(client.upload_manifest(manifest, container))
elif operation == "attach":
    url = client.prefix + "://" + client.get_container(rest[0]).manifest_url()
    there = client.do_request(url, "GET", headers={"Accept": "application/vnd.oci.image.manifest.v1+json"}).content
    digest = "sha256:" + hashlib.sha256(there).hexdigest()
    subject = oras.oci.Subject(json.loads(there)["mediaType"], digest, len(there))
    client.push(rest[1], files=rest[2:], subject=subject, disable_path_validation=True)
elif operation == "delete":
    if not client.delete_tag(client.get_container(rest[0]), rest[1]):
        sys.exit("not deleted")
`

const base = 'python3 {home}/client.py'

export const orasPy: Recipe = {
  name: 'oras-py',
  title: 'oras-py',
  version: `python3 -c "from importlib.metadata import version; print(version('oras'))"`,
  files: { 'client.py': program },
  login: '--login {username} {password}',
  operations: {
    pull: `${base} pull {registry} {ref} {out} {login}`,
    tls: `${base} tls {registry} {ref} {out}`,
    push: {
      prepare: [`${base} push {registry} check {layout}`],
      command: `${base} push {registry} {ref} {layout} {login}`,
    },
    inspect: `${base} inspect {registry} {ref} {login}`,
    fetch: `${base} fetch {registry} {name} {digest} {out} {login}`,
    files: `${base} pull {registry} {ref} {out} {login}`,
    tags: `${base} tags {registry} {name} {login}`,
    attach: `${base} attach {registry} {ref} {name}:attached {file} {file2} {login}`,
    delete: `${base} delete {registry} {name} {digest} {login}`,
  },
  remarks: ['a few lines of Python around the library, which has no command of its own'],
}
