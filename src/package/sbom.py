#!/usr/bin/env python3
"""sbom.py PROGRAM VERSION OUT.json: what the program is linked with, as SPDX 2.3.

The libraries are those that the loader finds for it, the packages and versions
those of the package database, their licences those that the packages' own
copyright files name where a machine can read them.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from urllib.parse import quote


def run(*args):
    return subprocess.run(args, capture_output=True, text=True, check=True,
                          env=dict(os.environ, LC_ALL="C")).stdout


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def libraries(program):
    """The shared objects, without the kernel's."""
    return sorted(set(re.findall(r"(/\S+) \(0x", run("ldd", program))))


def needed(program):
    return set(re.findall(r"\(NEEDED\).*\[(.*)\]",
                          run("readelf", "-dW", program)))


def names_of(path):
    """What the package database may call a file: merged folders have two."""
    real = os.path.realpath(path)
    return [path, real, re.sub("^/usr", "", real), "/usr" + path]


def packages_of(paths):
    """The packages that the files are of, asked for by one call."""
    asked = [name for path in paths for name in names_of(path)]
    done = subprocess.run(["dpkg-query", "-S", *asked], text=True,
                          capture_output=True, check=False)
    owner = {}
    for line in done.stdout.splitlines():
        package, name = line.split(": ", 1)
        owner[name] = package.split(", ")[0]
    owners = {}
    for path in paths:
        known = [owner[n] for n in names_of(path) if n in owner]
        if not known:
            sys.exit(f"sbom.py: {path} is of no package")
        owners.setdefault(known[0], []).append(path)
    return owners


def licences(package):
    """Short names in a copyright file that machines can read; or none."""
    path = f"/usr/share/doc/{package.split(':')[0]}/copyright"
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            text = f.read()
    except OSError:
        return []
    if "copyright-format/1.0" not in text.split("\n\n")[0]:
        return []
    return sorted(set(re.findall(r"(?m)^License:[ \t]*(\S.*)$", text)))


def spdx_id(text):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.]+", "-", text)


def describe(name, query, files):
    """A package of the document, with what is said of its licence."""
    said = licences(name)
    return {
        "SPDXID": spdx_id("Package-" + query["Package"]),
        "name": query["Package"], "versionInfo": query["Version"],
        "supplier": "Organization: Debian",
        "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION", "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "comment": "Source " + query["Source"] + "; files " +
                   ", ".join(f"{f} (SHA-256 {sha256(f)})" for f in files),
        **({"licenseComments": "Debian's copyright file names: " +
            "; ".join(said)} if said else {}),
        "externalRefs": [{
            "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
            "referenceLocator": f"pkg:deb/debian/{quote(query['Package'])}@"
                                f"{quote(query['Version'])}"
                                f"?arch={query['Architecture']}"}]}


def ask(package):
    fields = ("Package", "Version", "Architecture", "source:Package",
              "source:Version")
    values = run("dpkg-query", "-W", "-f",
                 "\t".join("${%s}" % f for f in fields), package).split("\t")
    return {"Package": values[0], "Version": values[1],
            "Architecture": values[2], "Source": f"{values[3]} {values[4]}"}


def main():
    program, version, out = sys.argv[1:]
    owners, direct = packages_of(libraries(program)), needed(program)
    digest = sha256(program)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or
                os.stat(program).st_mtime)
    own = {
        "SPDXID": "SPDXRef-Package-cxbak", "name": "cxbak",
        "versionInfo": version, "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False, "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION", "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "APPLICATION",
        "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]}
    packages, links = [own], [{
        "spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
        "relatedSpdxElement": own["SPDXID"]}]
    for owner, files in sorted(owners.items()):
        package = describe(owner, ask(owner), files)
        packages.append(package)
        near = any(os.path.basename(f) in direct for f in files)
        links.append({
            "spdxElementId": own["SPDXID"],
            "relationshipType": "DYNAMIC_LINK" if near else "DEPENDS_ON",
            "relatedSpdxElement": package["SPDXID"]})
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT", "name": f"cxbak-{version}",
        "documentNamespace": f"https://example.com/spdx/cxbak-{version}-{digest}",
        "creationInfo": {
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ",
                                     time.gmtime(epoch)),
            "creators": ["Tool: cxbak-sbom"]},
        "packages": packages, "relationships": links}
    with open(out, "w", encoding="utf-8") as f:
        json.dump(document, f, indent=2, ensure_ascii=False)
        f.write("\n")
    print(f"{out}: cxbak {version} and {len(packages) - 1} packages")


if __name__ == "__main__":
    main()
