#!/usr/bin/env python3
"""report_page.py FILE.html [OLD NEW MEMBER]: is a report what it should be?

A page that needs nothing from outside and runs nothing: no script, no link, no
address but data:, a policy that forbids the rest; every element closed.  With
two backups and a member, the first two pictures are that member, byte by byte,
in the old one and in the new one.  Prints the text of the page.
"""

import base64
import html.parser
import sys
import zipfile

VOID = ("meta", "img")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.bad, self.images, self.text = [], [], [], []
        self.policy = ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("script", "link", "iframe", "object", "form", "a"):
            self.bad.append(f"<{tag}>")
        if tag == "meta" and "http-equiv" in attrs:
            self.policy = attrs["content"]
        for key, value in attrs.items():
            if key.startswith("on") or key in ("style", "href", "srcset"):
                self.bad.append(f"{key}={value}")
        if tag == "img":
            kind, _, data = attrs["src"].partition(";base64,")
            if kind not in ("data:image/png", "data:image/jpeg"):
                self.bad.append(attrs["src"][:50])
            self.images.append(base64.b64decode(data, validate=True))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if self.open and self.open[-1] != "style" and data.strip():
            self.text.append(data.strip())
        elif "url(" in data or "@import" in data:
            self.bad.append("a style from outside")


def main(args):
    page = Page()
    with open(args[0], encoding="utf-8") as f:
        page.feed(f.read())
    page.close()
    bad = list(page.bad)
    if page.open:
        bad.append(f"open: {page.open}")
    if not page.policy.startswith("default-src 'none'"):
        bad.append("no policy")
    if len(args) == 4:
        want = [zipfile.ZipFile(p).read(args[3]) for p in args[1:3]]
        if page.images[:2] != want:
            bad.append("other pictures")
    print("\n".join(bad or page.text))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
