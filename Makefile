# cxbak: offline editor for 3CX backup files.  GNU make.
#
#   make              build build/cxbak
#   make demo         list, preview, write and verify on a bundled sample
#   make test         all tests: units, seeds of the fuzz targets, scenarios
#   make check-asan   the same under the address and undefined sanitizers
#   make check-valgrind   units and most scenarios under valgrind
#   make fuzz         the fuzz targets; FUZZ_SECONDS=60 searches with clang
#   make lint         style, strict builds, static checks
#   make house        the rooms of the source, their lines and arrows
#   make format       reformat the C files
#   make install, make uninstall      DESTDIR, PREFIX
#   make clean
#
# V=1 shows the commands.  FLAVOUR chooses where and how objects are built.

VERSION := 0.1.0
PREFIX  ?= /usr/local
PKGS    := libarchive libxml-2.0 zlib jansson libutf8proc libpng libjpeg nettle
TPKGS   := cmocka
ifeq ($(origin CC),default)
CC := gcc
endif

# Objects live apart per flavour: release, asan, clang, lint-gcc, lint-clang,
# fuzz.
FLAVOUR ?= release
OUT     := build/$(FLAVOUR)
Q       := $(if $(V),,@)
comma   := ,

WARN_BOTH := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 \
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wundef \
    -Wcast-qual -Wcast-align -Wwrite-strings -Wpointer-arith -Wvla \
    -Wswitch-enum -Wnull-dereference -Wimplicit-fallthrough
WARN_GCC  := -Wlogical-op -Wduplicated-cond -Wduplicated-branches \
    -Wtrampolines -Walloca
WARN_CLANG := -Wcomma -Wassign-enum -Wunreachable-code -Wthread-safety
IS_CLANG  := $(findstring clang,$(shell $(CC) --version 2>/dev/null))
WARN      := $(WARN_BOTH) $(if $(IS_CLANG),$(WARN_CLANG),$(WARN_GCC))
HARDEN    := -fstack-protector-strong -fPIE \
    $(if $(IS_CLANG),,-fstack-clash-protection -fcf-protection)
LDHARDEN  := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack

RELEASE      := -O2 -g -D_FORTIFY_SOURCE=2 $(HARDEN)
OPT.release  := $(RELEASE)
OPT.clang    := $(RELEASE)
OPT.lint-gcc := $(RELEASE) -Werror
OPT.lint-clang := $(RELEASE) -Werror
OPT.asan     := -O1 -g -fsanitize=address,undefined \
    -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT.fuzz     := $(OPT.asan) -fsanitize=fuzzer-no-link
LD.release   := $(LDHARDEN)
LD.clang     := $(LDHARDEN)
LD.lint-gcc  := $(LDHARDEN)
LD.lint-clang := $(LDHARDEN)
LD.asan      := -fsanitize=address,undefined
LD.fuzz      := $(LD.asan)
ifeq ($(OPT.$(FLAVOUR)),)
$(error FLAVOUR=$(FLAVOUR) is not one of release, clang, asan, lint-gcc, \
    lint-clang, fuzz)
endif

# The libraries, asked for once, and only by goals that compile.
ifneq ($(filter-out clean format uninstall,$(or $(MAKECMDGOALS),all)),)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS))
ifneq ($(.SHELLSTATUS),0)
$(error Libraries are missing; README names the packages to install)
endif
LIBS  := $(shell pkg-config --libs $(PKGS)) -lm
TLIBS := $(shell pkg-config --libs $(TPKGS) 2>/dev/null || echo -lcmocka)
endif

ALL_CPPFLAGS := -Iinclude -Isrc -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
    -DCXBAK_VERSION='"$(VERSION)"' $(CPPFLAGS)
ALL_CFLAGS  := -std=c17 $(WARN) $(OPT.$(FLAVOUR)) -pthread $(CFLAGS) \
    $(PKG_CFLAGS)
ALL_LDFLAGS := $(LD.$(FLAVOUR)) -pthread $(LDFLAGS)

SRCS  := $(sort $(wildcard src/*/*.c))
OBJS  := $(SRCS:src/%.c=$(OUT)/%.o)
CORE  := $(filter-out $(OUT)/cli/main.o,$(OBJS))
TESTS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(sort \
    $(wildcard tests/unit/test_*.c)))
FUZZ  := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(sort \
    $(wildcard tests/fuzz/fuzz_*.c)))
# All C there is, for the checks of style.
C_FILES := $(sort $(wildcard src/*/*.[ch] include/cxbak/*/*.h tests/*/*.[ch]))
SCRIPTS := $(sort $(wildcard tests/*.sh tests/cli/*.sh tests/lib/*.sh)) .ci/run
PYTHON  := $(sort $(wildcard tests/lib/*.py)) tests/run

.PHONY: all demo test unit check-asan check-valgrind fuzz lint lint-format \
    lint-tree lint-scripts lint-strict lint-cppcheck lint-tidy format house \
    install uninstall clean
.DELETE_ON_ERROR:
.SECONDARY:

# ---- the program -----------------------------------------------------------

all: build/cxbak

# What users and the README call is the release build, whatever else is built.
build/cxbak: build/release/cxbak
	$(Q)ln -sfn release/cxbak $@
ifneq ($(FLAVOUR),release)
all: $(OUT)/cxbak
build/release/cxbak: FORCE
	+$(Q)$(MAKE) --no-print-directory FLAVOUR=release CC=gcc $@
.PHONY: FORCE
endif

$(OUT)/cxbak: $(OBJS)
	@echo "  link  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(OUT)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	@echo "  cc    $@"
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# ---- tests -----------------------------------------------------------------

# Unit tests: one program per module, linked with everything but main().
# A test that must make our own calls fail names them in tests/unit/NAME.wrap.
$(OUT)/unit/%.o: tests/unit/%.c Makefile
	@mkdir -p $(@D)
	@echo "  cc    $@"
	$(Q)$(CC) $(ALL_CPPFLAGS) -Itests/lib $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/unit/%: $(OUT)/unit/%.o $(CORE)
	@echo "  link  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) $(addprefix -Wl$(comma)--wrap=,$(shell cat \
	    tests/unit/$*.wrap 2>/dev/null)) -o $@ $^ $(LIBS) $(TLIBS)

# Fuzz targets: with a driver of our own, or with clang's in flavour fuzz.
$(OUT)/fuzz/%.o: tests/fuzz/%.c Makefile
	@mkdir -p $(@D)
	@echo "  cc    $@"
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -Wno-missing-prototypes \
	    -MMD -MP -c -o $@ $<

FUZZ_MAIN := $(if $(filter fuzz,$(FLAVOUR)),-fsanitize=fuzzer,\
    $(OUT)/fuzz/driver.o)
$(FUZZ): $(OUT)/fuzz/%: $(OUT)/fuzz/%.o $(CORE) \
    $(filter-out -%,$(FUZZ_MAIN))
	@echo "  link  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) $(filter -%,$(FUZZ_MAIN)) -o $@ $^ $(LIBS)

unit: $(TESTS)
	tests/run --flavour $(FLAVOUR) unit

test: $(OUT)/cxbak $(TESTS) $(FUZZ)
	tests/run --flavour $(FLAVOUR)

check-asan:
	+$(MAKE) --no-print-directory FLAVOUR=asan test

check-valgrind: $(OUT)/cxbak $(TESTS)
	tests/run --flavour $(FLAVOUR) --valgrind unit cli

# Each target over its seeds; then, if asked, some seconds of search for each.
fuzz: $(FUZZ)
	tests/run --flavour $(FLAVOUR) fuzz
ifneq ($(FUZZ_SECONDS),)
	+$(MAKE) --no-print-directory FLAVOUR=fuzz CC=clang fuzz-search
endif

.PHONY: fuzz-search
fuzz-search: $(FUZZ)
	set -e; for t in $(notdir $(FUZZ)); do \
	    corpus=build/fuzz-corpus/$$t; \
	    tests/lib/make_seeds.py $$t $$corpus; \
	    echo "$$t: $(FUZZ_SECONDS) s"; \
	    $(OUT)/fuzz/$$t -max_total_time=$(FUZZ_SECONDS) -timeout=20 \
	        -rss_limit_mb=2048 -artifact_prefix=build/fuzz-corpus/$$t- \
	        -print_final_stats=0 -verbosity=0 $$corpus; \
	done

# ---- the README's story ----------------------------------------------------

demo: build/cxbak
	@rm -rf build/demo && mkdir -p build/demo
	@PYTHONDONTWRITEBYTECODE=1 python3 tests/lib/make_fixture.py plain v20 \
	    build/demo/pbx.zip
	@set -e; say() { printf '\n$$ %s\n' "$$*"; "$$@"; }; \
	say build/cxbak list build/demo/pbx.zip; \
	say build/cxbak set build/demo/pbx.zip 200 --first-name Noelle \
	    --last-name Newman --email noelle@example.com; \
	say build/cxbak set build/demo/pbx.zip 200 --first-name Noelle \
	    --last-name Newman --email noelle@example.com \
	    -o build/demo/new.zip; \
	say build/cxbak verify build/demo/new.zip --against build/demo/pbx.zip

# ---- checks that run nothing -----------------------------------------------

lint: lint-format lint-tree lint-scripts lint-strict lint-cppcheck lint-tidy
	@echo "lint: clean"

lint-format:
	clang-format --dry-run -Werror $(C_FILES)

lint-tree: $(OUT)/cxbak
	tests/lib/house.py --check $(OUT)

house:
	@tests/lib/house.py

lint-scripts:
	shellcheck -s bash -S warning -e SC2034 $(SCRIPTS)
	python3 -c 'import ast, sys; [ast.parse(open(p).read(), p) for p in \
	    sys.argv[1:]]' $(PYTHON)

# Not a warning, of either compiler, in the program or its tests.
lint-strict:
	+$(MAKE) --no-print-directory FLAVOUR=lint-gcc CC=gcc strict
	+$(MAKE) --no-print-directory FLAVOUR=lint-clang CC=clang strict
.PHONY: strict
strict: $(OUT)/cxbak $(TESTS:=.o) $(FUZZ:=.o) $(OUT)/fuzz/driver.o

lint-cppcheck:
	cppcheck -q -j 2 --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
	    --suppress=unknownMacro --suppress=legacyUninitvar \
	    --suppress=memleak:src/util/mem.c -Iinclude -Isrc -D_GNU_SOURCE \
	    -DCXBAK_VERSION='"x"' src

# Two files at a time; what a check says about its headers counts too.
lint-tidy:
	@mkdir -p build/lint
	@printf '%s\n' -I$(CURDIR)/include -I$(CURDIR)/src -std=c17 \
	    $(filter -D%,$(ALL_CPPFLAGS)) $(PKG_CFLAGS) \
	    > build/lint/compile_flags.txt
	printf '%s\n' $(SRCS) | xargs -P 2 -n 4 clang-tidy --quiet -p build/lint

format:
	clang-format -i $(C_FILES)

# ---- installing ------------------------------------------------------------

BIN  := $(DESTDIR)$(PREFIX)/bin
MAN  := $(DESTDIR)$(PREFIX)/share/man/man1
COMP := $(DESTDIR)$(PREFIX)/share/bash-completion/completions

install: $(OUT)/cxbak
	install -d $(BIN) $(MAN)
	install -m 755 $(OUT)/cxbak $(BIN)/cxbak
	install -m 644 src/cli/cxbak.1 $(MAN)/cxbak.1
	$(if $(wildcard src/cli/cxbak.bash),install -d $(COMP) && \
	    install -m 644 src/cli/cxbak.bash $(COMP)/cxbak)

uninstall:
	rm -f $(BIN)/cxbak $(MAN)/cxbak.1 $(COMP)/cxbak

clean:
	rm -rf build

-include $(OBJS:.o=.d) $(TESTS:=.d) $(FUZZ:=.d) $(OUT)/fuzz/driver.d
