# build/cxbak-static: the program for any Linux, with all that it needs.
#   make static
#
# Linked with musl, whose iconv() has its tables in it: the GNU C library would
# load those of another version from where it runs.  Debian has no libraries
# for musl, and of some no static ones: they are built from Debian's sources,
# those of the page, and of libseccomp, by the lists in src/page/libs/libs.mk.

STATIC_OUT := build/static/lib
STATIC_GEN := build/static/gen
STATIC_SRC := build/static/src
STATIC_LIBS := archive xml2 xlsxwriter minizip md5 jansson utf8proc png jpeg \
    seccomp nettle zlib
STATIC_CFLAGS := -ffunction-sections -fdata-sections $(HARDEN) -O2 -g -w -pthread \
    -ffile-prefix-map=$(CURDIR)=.

# The kernel's headers lie beside those of the GNU C library.
STATIC_KERNEL := -idirafter /usr/include -idirafter \
    /usr/include/$(shell gcc -print-multiarch 2>/dev/null)

static-lib.seccomp.dir := libseccomp/src
static-lib.seccomp.src := api system helper gen_pfc gen_bpf hash db arch \
    arch-x86 arch-x86_64 arch-x32 arch-arm arch-aarch64 arch-mips \
    arch-mips64 arch-mips64n32 arch-parisc arch-parisc64 arch-ppc arch-ppc64 \
    arch-riscv64 arch-s390 arch-s390x syscalls syscalls.perf
static-lib.seccomp.cf := -I$(STATIC_SRC)/libseccomp/include $(STATIC_KERNEL) \
    -D_GNU_SOURCE

$(STATIC_SRC)/taken: src/page/libs/get.sh src/package/static/sources.txt
	$(Q)src/page/libs/get.sh $(STATIC_SRC) src/package/static/sources.txt

# As for the page, but that libxml2 is told of threads.
$(STATIC_GEN)/made: $(WASM_GEN)/made $(STATIC_SRC)/taken \
    src/package/static/static.mk
	@rm -rf $(STATIC_GEN) && mkdir -p $(STATIC_GEN)
	@cp -r $(WASM_GEN)/. $(STATIC_GEN)
	@rm $(STATIC_GEN)/made
	@sed $(WASM_XML2:%=-e 's/@WITH_%@/1/') -e 's/@WITH_THREADS@/1/' \
	    -e 's/@WITH_[A-Z0-9_]*@/0/' -e 's/@VERSION@/2.9.14/' \
	    -e 's/@LIBXML_VERSION_NUMBER@/20914/' -e 's/@[A-Z_]*@//' \
	    $(WASM_SRC)/libxml2/include/libxml/xmlversion.h.in \
	    > $(STATIC_GEN)/libxml/xmlversion.h
	@touch $@

# $(call static-library,NAME,KIND,FOLDER OF SOURCES)
define static-library
static-lib.$(1).obj := $$($(2)-lib.$(1).src:%=$(STATIC_OUT)/$(1)/%.o)
$(STATIC_OUT)/lib$(1).a: $$(static-lib.$(1).obj)
	@echo "  ar    $$@"
	@rm -f $$@
	$(Q)ar crsD $$@ $$^
$$(static-lib.$(1).obj): $(STATIC_OUT)/$(1)/%.o: $(STATIC_GEN)/made
	@mkdir -p $$(@D)
	@echo "  musl  $$@"
	$(Q)$(MUSL_CC) $(STATIC_CFLAGS) -Isrc/package/static \
	    $$(subst $(WASM_GEN),$(STATIC_GEN),$$($(2)-lib.$(1).cf)) \
	    -I$(3)/$$($(2)-lib.$(1).dir) -c -o $$@ \
	    $(3)/$$($(2)-lib.$(1).dir)/$$*.c
endef
$(foreach l,$(filter-out seccomp,$(STATIC_LIBS)),$(eval \
    $(call static-library,$(l),wasm,$(WASM_SRC))))
$(eval $(call static-library,seccomp,static,$(STATIC_SRC)))

ifeq ($(FLAVOUR),static)
$(OBJS): $(STATIC_GEN)/made
$(OUT)/util/outfile.o: ALL_CPPFLAGS += \
    -include src/package/static/musl.h
$(OUT)/cxbak: | $(OUT)/musl.o $(STATIC_LIBS:%=$(STATIC_OUT)/lib%.a)
$(OUT)/musl.o: src/package/static/musl.c $(OUT)/flags
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<
endif

static:
	+$(MAKE) --no-print-directory FLAVOUR=static CC=$(MUSL_CC) \
	    build/cxbak-static
.PHONY: static

build/cxbak-static: $(OUT)/cxbak
	$(Q)strip -o $@ $<
	@ls -l $@
