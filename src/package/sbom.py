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


def package_of(path):
    """The package that a file is of: merged folders have two names."""
    for name in (path, os.path.realpath(path),
                 re.sub("^/usr", "", os.path.realpath(path)), "/usr" + path):
        done = subprocess.run(["dpkg-query", "-S", name], text=True,
                              capture_output=True, check=False)
        if done.returncode == 0:
            return done.stdout.split(": ")[0].split(", ")[0]
    sys.exit(f"sbom.py: {path} is of no package")


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
            "referenceLocator": f"pkg:deb/debian/{query['Package']}@"
                                f"{query['Version'].replace('+', '%2B').replace(':', '%3A')}"
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
    owners, direct = {}, needed(program)
    for path in libraries(program):
        owners.setdefault(package_of(path), []).append(path)
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
