# The page: build/cxbak.html, and in it the program as WebAssembly.
#   make page             build/cxbak.wasm and build/cxbak.html
#   make test-page        the page in Chromium and Firefox ESR; BROWSERS=firefox
#   make test-page-node   scenarios of tests/cli with that program, under node
#   make test-page-sources  its sources from a mirror of Debian that fails
#   make lint-page        eslint, and the types in its comments
#   make pictures         testdata/pictures anew: screens for README

include src/page/libs/libs.mk

# What speaks to an operating system that is not there has a counterpart of
# the same name in port/.
PORT := $(sort $(wildcard src/page/port/*.c))
PORTED := util/outfile.c cli/confine.c cli/editor.c cli/guard.c \
    cli/interrupts.c cli/prompt.c cli/sandbox.c cli/screen.c cli/secret.c \
    cli/std_streams.c
# Halves of the sandbox that only Linux has, and what starts a program.
UNPORTED := cli/pager.c cli/sandbox_filter.c cli/sandbox_landlock.c cli/wipe.c
PAGE_SRCS := $(filter-out $(PORTED:%=src/%) $(UNPORTED:%=src/%),$(SRCS)) $(PORT)
PAGE_OBJS := $(PAGE_SRCS:src/%.c=$(WASM_OUT)/%.o)

PAGE_CFLAGS := $(WASM_FLAGS) -std=c17 $(WARN_BOTH) -Wno-cast-align \
    -Wno-gnu-statement-expression -Wno-gnu-include-next \
    -include port.h -Iinclude \
    -Isrc -D_GNU_SOURCE -DCXBAK_VERSION='"$(VERSION)"' -DUTF8PROC_STATIC \
    $(addprefix -isystem ,$(WASM_SRC)/zlib src/page/libs/jansson \
    $(WASM_SRC)/jansson/src $(WASM_SRC)/utf8proc $(WASM_GEN) \
    $(WASM_SRC)/libpng1.6 src/page/libs/jpeg $(WASM_SRC)/libjpeg-turbo \
    $(WASM_SRC)/libxml2/include $(WASM_SRC)/libarchive/libarchive \
    $(WASM_SRC)/libxlsxwriter/include)

$(PAGE_OBJS): $(WASM_OUT)/%.o: src/%.c src/page/page.mk $(WASM_GEN)/made
	@mkdir -p $(@D)
	@echo "  wasm  $@"
	$(Q)$(WASM_CC) $(PAGE_CFLAGS) -MMD -MP -c -o $@ $<

# These go to and fro with their owners, and do without a thread.
$(WASM_OUT)/util/worker.o $(WASM_OUT)/util/crew.o $(WASM_OUT)/util/ahead.o \
    $(WASM_OUT)/util/behind.o: PAGE_CFLAGS += -Dthread_start=page_no_thread

# The stack lies below everything else: an overflow ends the program.
WASM_ROOT := /usr/lib/wasm32-wasi
build/cxbak.wasm: $(PAGE_OBJS) $(WASM_LIBS:%=$(WASM_LIB)/lib%.a)
	@echo "  link  $@"
	$(Q)$(WASM_LD) -o $@ $(WASM_ROOT)/crt1-command.o $^ -L$(WASM_ROOT) \
	    -lwasi-emulated-signal -lwasi-emulated-mman -lc \
	    $$($(WASM_CC) --target=wasm32-wasi -print-libgcc-file-name) \
	    --gc-sections --stack-first -z stack-size=1048576 \
	    --max-memory=4294967296 --strip-all

build/cxbak.html: build/cxbak.wasm src/page/assemble.py \
    $(wildcard src/page/*.js src/page/page.html src/page/page.css)
	@echo "  page  $@"
	$(Q)src/page/assemble.py $< $(VERSION) $@

page: build/cxbak.html
.PHONY: page pictures test-page test-page-node test-page-sources lint-page

# ---- its tests -------------------------------------------------------------

# What npm brings for them, by the lock file; no browser among it.
PAGE_NPM := tests/page/node_modules
$(PAGE_NPM)/made: tests/page/package-lock.json
	cd tests/page && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

# PAGE_SIZE_GB=20: so many GiB of recordings, instead of 5; needs that much room.
test-page: build/cxbak build/cxbak.html $(PAGE_NPM)/made
	$(if $(PAGE_SIZE_GB),PAGE_SIZE_GB=$(PAGE_SIZE_GB)) tests/page/run.sh

test-page-node: build/cxbak build/cxbak.wasm
	tests/run --program tests/page/cxbak.js --skip tests/page/node.skip cli

test-page-sources:
	tests/page/sources.sh

pictures: build/cxbak build/cxbak.html $(PAGE_NPM)/made
	@mkdir -p testdata/pictures
	node tests/page/pictures.js testdata/pictures

lint-page: $(PAGE_NPM)/made
	$(PAGE_NPM)/.bin/eslint -c tests/page/eslint.config.js src/page tests/page
	$(PAGE_NPM)/.bin/tsc -p tests/page/tsconfig.json

-include $(PAGE_OBJS:.o=.d)
