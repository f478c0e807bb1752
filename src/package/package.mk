# What goes into people's hands: a static program, a Debian package, a list of
# what is in it.
#   make deb          build/deb/cxbak_VERSION_ARCH.deb, with the page
#   make test-deb     lintian, autopkgtest and removal in a fresh root; as root
#   make deb-twice    two builds of it are the same bytes
#   make sbom         build/cxbak.spdx.json: what the program is linked with
#   make test-static  build/cxbak-static in roots of Debian; as root

include src/package/static/static.mk

DEB_PAGE := build/cxbak.html
deb: $(DEB_PAGE)
	src/package/deb.sh $(VERSION) $(DEB_PAGE)

test-deb: deb
	tests/deb.sh

deb-twice: deb
	@mkdir -p build/deb-first && mv build/deb/*.deb build/deb-first/
	src/package/deb.sh $(VERSION) $(DEB_PAGE)
	cmp build/deb-first/*.deb build/deb/*.deb

sbom: build/cxbak
	src/package/sbom.py build/cxbak $(VERSION) build/cxbak.spdx.json

test-static: static
	tests/static.sh
.PHONY: deb test-deb deb-twice sbom test-static
