# The libraries that the page's program stands on, for WebAssembly: Debian's
# sources (get.sh), of each library the files that are needed, and in place of
# its configure script the answers that lie beside this file.

WASM_SRC := build/page/src
WASM_OUT := build/page/obj
WASM_GEN := build/page/gen
WASM_LIB := build/page/lib
WASM_CC  ?= clang-14
WASM_AR  ?= llvm-ar-14
WASM_LD  ?= wasm-ld-14

# setjmp() is made of exceptions, which all browsers have; its runtime is
# port/sjlj.c.  Without -nostdlibinc clang would go on to /usr/include.
WASM_FLAGS := --target=wasm32-wasi -O2 -nostdlibinc -Isrc/page/port/include \
    -isystem /usr/include/wasm32-wasi -D_WASI_EMULATED_SIGNAL \
    -D_WASI_EMULATED_MMAN -D_WASI_EMULATED_PROCESS_CLOCKS \
    -mllvm -wasm-enable-sjlj -mllvm -exception-model=wasm \
    -mexception-handling -ffunction-sections -fdata-sections

wasm-lib.zlib.dir   := zlib
wasm-lib.zlib.src   := adler32 crc32 deflate inflate inftrees inffast trees \
    zutil
wasm-lib.jansson.dir := jansson/src
wasm-lib.jansson.src := dump error hashtable hashtable_seed load memory \
    pack_unpack strbuffer strconv utf value version
wasm-lib.jansson.cf := -DHAVE_CONFIG_H -Isrc/page/libs/jansson
wasm-lib.utf8proc.dir := utf8proc
wasm-lib.utf8proc.src := utf8proc
wasm-lib.utf8proc.cf  := -DUTF8PROC_STATIC
wasm-lib.png.dir := libpng1.6
wasm-lib.png.src := png pngerror pngget pngmem pngpread pngread pngrio \
    pngrtran pngrutil pngset pngtrans pngwio pngwrite pngwtran pngwutil
wasm-lib.png.cf  := -I$(WASM_GEN) -I$(WASM_SRC)/zlib
wasm-lib.jpeg.dir := libjpeg-turbo
wasm-lib.jpeg.src := jcapimin jcapistd jccoefct jccolor jcdctmgr jchuff jcicc \
    jcinit jcmainct jcmarker jcmaster jcomapi jcparam jcphuff jcprepct \
    jcsample jctrans jdapimin jdapistd jdatadst jdatasrc jdcoefct jdcolor \
    jddctmgr jdhuff jdicc jdinput jdmainct jdmarker jdmaster jdmerge jdphuff \
    jdpostct jdsample jdtrans jerror jfdctflt jfdctfst jfdctint jidctflt \
    jidctfst jidctint jidctred jquant1 jquant2 jutils jmemmgr jmemnobs \
    jaricom jcarith jdarith jsimd_none
wasm-lib.jpeg.cf := -Isrc/page/libs/jpeg -I$(WASM_GEN)
wasm-lib.nettle.dir := nettle
wasm-lib.nettle.src := aes-decrypt-internal aes-decrypt-table aes-decrypt \
    aes-encrypt-internal aes-encrypt-table aes-encrypt aes-invert-internal \
    aes-set-decrypt-key aes-set-encrypt-key aes-set-key-internal \
    aes128-decrypt aes128-encrypt aes128-set-decrypt-key \
    aes128-set-encrypt-key aes192-decrypt aes192-encrypt \
    aes192-set-decrypt-key aes192-set-encrypt-key aes256-decrypt \
    aes256-encrypt aes256-set-decrypt-key aes256-set-encrypt-key \
    base16-encode base64-decode base64-encode hmac hmac-sha1 memxor pbkdf2 \
    pbkdf2-hmac-sha1 sha1 sha1-meta sha1-compress sha256 sha256-compress \
    version write-be32 write-le32
wasm-lib.nettle.cf := -DHAVE_CONFIG_H -Isrc/page/libs/nettle
wasm-lib.xml2.dir := libxml2
wasm-lib.xml2.src := SAX2 entities encoding error parserInternals parser tree \
    hash list xmlIO xmlmemory uri valid xmlstring dict threads globals \
    chvalid buf xmlsave
wasm-lib.xml2.cf  := -DHAVE_CONFIG_H -Isrc/page/libs/xml2 -I$(WASM_GEN) \
    -I$(WASM_SRC)/libxml2/include
wasm-lib.archive.dir := libarchive/libarchive
wasm-lib.archive.src := archive_acl archive_check_magic archive_cryptor \
    archive_entry archive_entry_sparse archive_entry_xattr archive_hmac \
    archive_options archive_ppmd8 archive_random archive_rb archive_read \
    archive_read_add_passphrase archive_read_open_memory \
    archive_read_set_options \
    archive_read_support_format_zip archive_string archive_string_sprintf \
    archive_util archive_virtual archive_write archive_write_open_fd \
    archive_write_set_format_zip archive_write_set_options \
    archive_write_set_passphrase
wasm-lib.archive.cf := -DHAVE_CONFIG_H -Isrc/page/libs/archive \
    -I$(WASM_SRC)/zlib -I$(WASM_GEN)
wasm-lib.xlsxwriter.dir := libxlsxwriter/src
wasm-lib.xlsxwriter.src := app chart chartsheet comment content_types core \
    custom drawing format hash_table metadata packager relationships \
    shared_strings styles table theme utility vml workbook worksheet \
    xmlwriter
wasm-lib.xlsxwriter.cf := -I$(WASM_SRC)/libxlsxwriter/include \
    -I$(WASM_SRC)/zlib -DUSE_STANDARD_TMPFILE -DUSE_R_LANG \
    -Isrc/page/libs/quiet
# The ZIP writer and the MD5 that libxlsxwriter brings along.
wasm-lib.minizip.dir := libxlsxwriter/third_party/minizip
wasm-lib.minizip.src := ioapi zip
wasm-lib.minizip.cf  := -I$(WASM_SRC)/zlib -DNOCRYPT -DNOUNCRYPT
wasm-lib.md5.dir := libxlsxwriter/third_party/md5
wasm-lib.md5.src := md5
# Order matters to nobody: wasm-ld looks through all of them.
WASM_LIBS := archive xml2 xlsxwriter minizip md5 jansson utf8proc png jpeg \
    nettle zlib

$(WASM_SRC)/taken: src/page/libs/get.sh src/page/libs/sources.txt
	$(Q)src/page/libs/get.sh $(WASM_SRC)

# What configure would have made of the libraries' own templates.  Of libxml2
# the SAX parser is used: no file or network of its own.
WASM_XML2 := TREE OUTPUT PUSH SAX1 VALID ICONV
$(WASM_GEN)/made: $(WASM_SRC)/taken src/page/libs/libs.mk
	@rm -rf $(WASM_GEN) && mkdir -p $(WASM_GEN)/libxml
	@cp $(WASM_SRC)/libpng1.6/scripts/pnglibconf.h.prebuilt \
	    $(WASM_GEN)/pnglibconf.h
	@sed -e 's/@COPYRIGHT_YEAR@/2023/' $(WASM_SRC)/libjpeg-turbo/jversion.h.in \
	    > $(WASM_GEN)/jversion.h
	@sed $(WASM_XML2:%=-e 's/@WITH_%@/1/') -e 's/@WITH_[A-Z0-9_]*@/0/' \
	    -e 's/@VERSION@/2.9.14/' -e 's/@LIBXML_VERSION_NUMBER@/20914/' \
	    -e 's/@[A-Z_]*@//' $(WASM_SRC)/libxml2/include/libxml/xmlversion.h.in \
	    > $(WASM_GEN)/libxml/xmlversion.h
	@mkdir $(WASM_GEN)/nettle
	@cp $(WASM_SRC)/nettle/*.h src/page/libs/nettle/version.h \
	    $(WASM_GEN)/nettle
	@touch $@

# $(call wasm-library,NAME)
define wasm-library
wasm-lib.$(1).obj := $$(wasm-lib.$(1).src:%=$(WASM_OUT)/lib/$(1)/%.o)
$(WASM_LIB)/lib$(1).a: $$(wasm-lib.$(1).obj)
	@mkdir -p $$(@D)
	@echo "  ar    $$@"
	@rm -f $$@
	$(Q)$(WASM_AR) crsD $$@ $$^
$$(wasm-lib.$(1).obj): $(WASM_OUT)/lib/$(1)/%.o: $(WASM_GEN)/made \
    src/page/libs/libs.mk
	@mkdir -p $$(@D)
	@echo "  wasm  $$@"
	$(Q)$(WASM_CC) $(WASM_FLAGS) -w $$(wasm-lib.$(1).cf) \
	    -I$(WASM_SRC)/$$(wasm-lib.$(1).dir) -c -o $$@ \
	    $(WASM_SRC)/$$(wasm-lib.$(1).dir)/$$*.c
endef
$(foreach l,$(WASM_LIBS),$(eval $(call wasm-library,$(l))))
