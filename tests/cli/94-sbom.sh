# make sbom: it is SPDX 2.3, and what the loader and the package database say.

begin "every library that the loader finds, with its package and version"
ok env SOURCE_DATE_EPOCH=1700000000 "$TOP/src/package/sbom.py" "$CXBAK" 1.2.3 \
    sbom.json
# Other witnesses than sbom.py's: the loader itself, dpkg's own listing.
LD_TRACE_LOADED_OBJECTS=1 "$CXBAK" | grep -oE '/[^ ]+' | sort -u > loaded
dpkg-query -W > installed
sha256sum "$CXBAK" > digest
check
python3 - <<'P' || fail "see above"
import json, re, urllib.parse

with open("sbom.json", encoding="utf-8") as f:
    d = json.load(f)

# Names, and what must be there: SPDX 2.3, clauses 6 to 11 and its schema.
DOCUMENT = {"spdxVersion", "dataLicense", "SPDXID", "name",
            "documentNamespace", "creationInfo", "packages", "relationships"}
assert set(d) == DOCUMENT, set(d) ^ DOCUMENT
assert d["spdxVersion"] == "SPDX-2.3" and d["dataLicense"] == "CC0-1.0"
assert d["SPDXID"] == "SPDXRef-DOCUMENT"
assert re.fullmatch(r"https?://[^#\s]+", d["documentNamespace"])
assert d["creationInfo"]["created"] == "2023-11-14T22:13:20Z"
assert all(re.match(r"(Tool|Person|Organization): \S", c)
           for c in d["creationInfo"]["creators"])
KEYS = {"SPDXID", "name", "versionInfo", "downloadLocation", "filesAnalyzed",
        "licenseConcluded", "licenseDeclared", "copyrightText"}
MAY = {"supplier", "comment", "licenseComments", "externalRefs", "checksums",
       "primaryPackagePurpose"}
ids = [p["SPDXID"] for p in d["packages"]]
assert len(set(ids)) == len(ids)
for p in d["packages"]:
    assert KEYS <= set(p) <= KEYS | MAY, p
    assert re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", p["SPDXID"])
    assert p["filesAnalyzed"] is False
    assert re.match(r"Organization: ", p.get("supplier", "Organization: "))
for r in d["relationships"]:
    assert set(r) == {"spdxElementId", "relationshipType",
                      "relatedSpdxElement"}
    assert r["relationshipType"] in ("DESCRIBES", "DYNAMIC_LINK",
                                     "DEPENDS_ON")
    assert {r["spdxElementId"], r["relatedSpdxElement"]} <= \
        set(ids) | {d["SPDXID"]}
assert {r["relatedSpdxElement"] for r in d["relationships"]} == set(ids)

own, libraries = d["packages"][0], d["packages"][1:]
with open("digest", encoding="utf-8") as f:
    assert own["checksums"] == [{"algorithm": "SHA256",
                                 "checksumValue": f.read().split()[0]}]
assert own["versionInfo"] == "1.2.3" and len(libraries) >= 8
with open("installed", encoding="utf-8") as f:
    installed = {n.split(":")[0]: v for n, v in
                 (line.rstrip("\n").split("\t") for line in f)}
told = set()
for p in libraries:
    assert installed[p["name"]] == p["versionInfo"], p["name"]
    (purl,) = [e["referenceLocator"] for e in p["externalRefs"]]
    name, version = re.fullmatch(r"pkg:deb/debian/([\w.~%-]+)@([\w.~%-]+)\?arch=\w+",
                                 purl).groups()
    assert (urllib.parse.unquote(name), urllib.parse.unquote(version)) == \
        (p["name"], p["versionInfo"]), purl
    told |= set(re.findall(r"(/\S+) \(SHA-256 [0-9a-f]{64}\)", p["comment"]))
with open("loaded", encoding="utf-8") as f:
    loaded = set(f.read().split())
assert told == loaded, told ^ loaded
P
finish
