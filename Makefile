# cxbak: offline editor for 3CX backup files.  GNU make.
#
#   make              build build/cxbak
#   make demo         list, preview, write and verify on a bundled sample
#   make test         all tests: units, seeds of the fuzz targets, scenarios
#   make quick        units and the scenarios that matter most: half a minute
#   make check-asan   the same under the address and undefined sanitizers
#   make check-tsan   what runs in several threads, under the thread sanitizer
#   make check-valgrind   units and most scenarios under valgrind
#   make fuzz         the fuzz targets; FUZZ_SECONDS=60 searches with clang,
#                     FUZZ_TARGETS='fuzz_zip' with some; make fuzz-keep keeps
#                     what was learned
#   make coverage     all tests, then what they execute, room by room
#   make mutants      are small faults noticed?  MUTANTS='--rooms zip --again'
#   make salvage-judge    200 damaged archives, beside zip -FF and 7z
#   make reliability  counts what was tried: faults, hostile archives, readers,
#                     fuzz, sanitizers, mutants; RELIABILITY=--quick is shorter
#   make reproducible builds in two folders and compares the bytes
#   make test-office  workbooks, opened and saved by LibreOffice itself
#   make test-share   edits of 20 GB on images of XFS and btrfs; as root
#   make bench        what edits cost beside cp and other programs; sizes by
#                     variables, see tests/bench/bench.py
#   make bench-plot   how the last of these grew, as build/bench.png (gnuplot)
#   make bench-record the same with large sizes, into the README
#   make bench-check  instructions of five fixed calls against those recorded
#   make lint         style, strict builds, static checks
#   make page         build/cxbak.html: the program in a browser; its own
#                     targets are told in src/page/page.mk
#   make man          the manual, in build/man: man -M build/man cxbak
#   make deb, static, sbom    a Debian package, a program for any Linux, a list
#                     of what is in it: src/package/package.mk
#   make house        the rooms of the source, their lines and arrows
#   make format       reformat the C files
#   make install, make uninstall      DESTDIR, PREFIX
#   make install-lib, uninstall-lib   libcxbak.a, its headers and cxbak.pc
#   make clean
#
# V=1 shows the commands.  FLAVOUR chooses where and how objects are built;
# CROSS=aarch64-linux-gnu- builds for another machine.

VERSION := 0.1.0
# The day that the pages of the manual bear.
MAN_DATE := November 25, 2026
PREFIX  ?= /usr/local
PKGS    := libarchive libxml-2.0 zlib jansson libutf8proc libpng libjpeg nettle \
    xlsxwriter
# What the command line needs beyond the core.
CLI_PKGS := libseccomp
# Read more kinds of images where they are; OPTIONAL= builds without.
OPTIONAL ?= libheif libwebp
TPKGS   := cmocka
PKG_CONFIG ?= $(CROSS)pkg-config
ifeq ($(origin CC),default)
CC := $(CROSS)gcc
endif
ifeq ($(origin AR),default)
AR := $(CROSS)ar
endif

# Objects live apart per flavour.
FLAVOUR ?= release
OUT     := build/$(FLAVOUR)
Q       := $(if $(V),,@)
comma   := ,

# Goals that compile nothing ask neither the compiler nor the libraries.
COMPILES := $(filter-out clean format house lint-format lint-scripts \
    uninstall uninstall-lib page lint-page static,$(or $(MAKECMDGOALS),all))
# $(call accepted,OPTION): the option, if the compiler has it for its machine.
accepted = $(if $(COMPILES),$(shell $(CC) -Werror $(1) -S -o /dev/null \
    -x c /dev/null 2>/dev/null && echo '$(1)'))

WARN_BOTH := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 \
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wundef \
    -Wcast-qual -Wcast-align -Wwrite-strings -Wpointer-arith -Wvla \
    -Wswitch-enum -Wnull-dereference -Wimplicit-fallthrough
WARN_GCC  := -Wlogical-op -Wduplicated-cond -Wduplicated-branches \
    -Wtrampolines -Walloca
WARN_CLANG := -Wcomma -Wassign-enum -Wunreachable-code -Wthread-safety
IS_CLANG  := $(findstring clang,$(shell $(CC) --version 2>/dev/null))
WARN      := $(WARN_BOTH) $(if $(IS_CLANG),$(WARN_CLANG),$(WARN_GCC))
# What OpenSSF's guide for compilers names, as far as this one has it; jumps are
# guarded one way on x86 and another on arm64.  `make lint-hardening` finds it
# again in the binary.
HARDEN    := -fstack-protector-strong -fPIE -fno-delete-null-pointer-checks \
    -fno-strict-overflow -fno-strict-aliasing \
    $(foreach o,-fstack-clash-protection -fcf-protection=full \
    -mbranch-protection=standard -ftrivial-auto-var-init=zero \
    -fstrict-flex-arrays=3,$(call accepted,$(o)))
LDHARDEN  := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack \
    -Wl,--as-needed -Wl,--no-copy-dt-needed-entries

# The folder that a file was built in is not to be seen in it.
RELEASE      := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 $(HARDEN) \
    -ffile-prefix-map=$(CURDIR)=.
OPT.release  := $(RELEASE)
OPT.clang    := $(RELEASE)
OPT.lint-gcc := $(RELEASE) -Werror
OPT.lint-clang := $(RELEASE) -Werror
OPT.lint-arm64 := $(RELEASE) -Werror
OPT.asan     := -O1 -g -fsanitize=address,undefined \
    -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT.fuzz     := $(OPT.asan) -fsanitize=fuzzer-no-link
OPT.static   := -ffunction-sections -fdata-sections -O2 -g $(HARDEN) -ffile-prefix-map=$(CURDIR)=.
OPT.tsan     := -O1 -g -fsanitize=thread
OPT.coverage := -O0 -g --coverage
LD.release   := $(LDHARDEN)
LD.clang     := $(LDHARDEN)
LD.lint-gcc  := $(LDHARDEN)
LD.lint-clang := $(LDHARDEN)
LD.asan      := -fsanitize=address,undefined
LD.static    := $(filter-out -pie,$(LDHARDEN)) -nostartfiles -Wl,-static,-pie \
    -Wl,--no-dynamic-linker,-z,text,--gc-sections
LD.tsan      := -fsanitize=thread
LD.fuzz      := $(LD.asan)
LD.coverage  := --coverage
ifeq ($(OPT.$(FLAVOUR)),)
$(error FLAVOUR=$(FLAVOUR) is not one of release, clang, asan, tsan, coverage, \
    lint-gcc, lint-clang, lint-arm64, fuzz, static)
endif

# The libraries, asked for once; for a static program they are built.
MUSL_CC ?= musl-gcc
ifeq ($(FLAVOUR),static)
include src/package/static/flags.mk
else ifneq ($(COMPILES),)
FOUND := $(foreach p,$(OPTIONAL),$(shell $(PKG_CONFIG) --exists $(p) && \
    echo $(p)))
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) $(CLI_PKGS) $(FOUND))
ifneq ($(.SHELLSTATUS),0)
$(error Libraries are missing; README names the packages to install)
endif
LIBS  := $(shell $(PKG_CONFIG) --libs $(PKGS) $(CLI_PKGS) $(FOUND)) -lm
TLIBS := $(shell $(PKG_CONFIG) --libs $(TPKGS) 2>/dev/null || echo -lcmocka)
endif

# Sanitizers and counters do what a sandbox forbids, see src/cli/sandbox.c.
UNCONFINED := $(filter asan tsan fuzz coverage,$(FLAVOUR))

ALL_CPPFLAGS := -Iinclude -Isrc -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
    -DCXBAK_VERSION='"$(VERSION)"' \
    $(if $(filter libheif,$(FOUND)),-DCXBAK_HEIF) \
    $(if $(filter libwebp,$(FOUND)),-DCXBAK_WEBP) \
    $(if $(UNCONFINED),-DCXBAK_NO_SANDBOX) $(CPPFLAGS)
ALL_CFLAGS  := -std=c17 $(WARN) $(OPT.$(FLAVOUR)) -pthread $(CFLAGS) \
    $(PKG_CFLAGS)
ALL_LDFLAGS := $(LD.$(FLAVOUR)) -pthread $(LDFLAGS)

SRCS  := $(sort $(wildcard src/*/*.c))
OBJS  := $(SRCS:src/%.c=$(OUT)/%.o)
# The core is a library; the command line stands on it, main() apart.
LIB   := $(OUT)/libcxbak.a
CLILIB := $(OUT)/libcli.a
MAIN  := $(OUT)/cli/main.o
CLIOBJS := $(filter-out $(MAIN),$(filter $(OUT)/cli/%,$(OBJS)))
LIBOBJS := $(filter-out $(MAIN) $(CLIOBJS),$(OBJS))
TESTS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(sort \
    $(wildcard tests/unit/test_*.c)))
# Without these libraries there is nothing to search in: tests/run says so.
LACKING := $(if $(filter libheif,$(FOUND)),,fuzz_heif) \
    $(if $(filter libwebp,$(FOUND)),,fuzz_webp)
FUZZ  := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(sort $(filter-out \
    $(LACKING:%=tests/fuzz/%.c),$(wildcard tests/fuzz/fuzz_*.c))))
# Programs on the library alone.
CORETESTS := $(patsubst tests/core/%.c,$(OUT)/core/%,$(sort \
    $(wildcard tests/core/*.c)))
# All C there is, for the checks of style.
C_FILES := $(sort $(wildcard src/*/*.[ch] src/page/port/*.[ch] \
    src/page/port/include/*.h include/cxbak/*/*.h tests/*/*.[ch]))
SCRIPTS := $(sort $(wildcard tests/*.sh tests/cli/*.sh tests/lib/*.sh \
    src/page/*.sh src/page/libs/*.sh src/package/*.sh)) .ci/run
PYTHON  := $(sort $(wildcard tests/lib/*.py tests/bench/*.py src/page/*.py \
    src/cli/man/*.py src/package/*.py)) \
    tests/run

.PHONY: all demo test quick unit check-asan check-tsan check-valgrind coverage fuzz \
    mutants reproducible lint lint-format lint-tree lint-scripts lint-strict \
    lint-arm64 lint-cppcheck lint-tidy format house install uninstall \
    install-lib uninstall-lib clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:

# ---- the program -----------------------------------------------------------

all: build/cxbak

# The manual is made of the program's tables and of prose.
man: build/release/man/made
	$(Q)ln -sfn release/man build/man
.PHONY: man

$(OUT)/man/made: $(OUT)/cxbak $(wildcard src/cli/man/*)
	@echo "  man   $(@D)"
	$(Q)PYTHONDONTWRITEBYTECODE=1 python3 src/cli/man/make.py \
	    "$(EMULATOR) $(OUT)/cxbak" "$(MAN_DATE)" $(@D)
	@touch $@

# What users and the README call is the release build, whatever else is built.
build/cxbak: build/release/cxbak
	$(Q)ln -sfn release/cxbak $@
ifneq ($(FLAVOUR),release)
all: $(OUT)/cxbak
build/release/cxbak: FORCE
	+$(Q)$(MAKE) --no-print-directory FLAVOUR=release CC=gcc $@
endif

# How the objects of this flavour were made: a build that makes them another
# way (a compiler, CFLAGS=...) makes them all again.
HOW := $(shell $(CC) --version 2>/dev/null | head -n 1) $(CC) \
    $(ALL_CPPFLAGS) $(ALL_CFLAGS) | $(ALL_LDFLAGS) $(LIBS) $(TLIBS)
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(HOW))' > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else \
	    [ ! -e $@ ] || echo "  other flags: $(OUT) is built anew"; \
	    mv $@.new $@; fi

$(OUT)/cxbak: $(MAIN) $(CLILIB) $(LIB)
	@echo "  link  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# Made anew each time, so that no object stays whose source is gone.
$(LIB): $(LIBOBJS)
$(CLILIB): $(CLIOBJS)
$(LIB) $(CLILIB):
	@echo "  ar    $@"
	@rm -f $@
	$(Q)$(AR) rcsD $@ $^

$(OUT)/%.o: src/%.c Makefile $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  cc    $@"
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# ---- tests -----------------------------------------------------------------

# Unit tests: one program per module, linked with the libraries.
# A test that must make our own calls fail names them in tests/unit/NAME.wrap.
$(OUT)/unit/%.o: tests/unit/%.c Makefile $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  cc    $@"
	$(Q)$(CC) $(ALL_CPPFLAGS) -Itests/lib $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# A test that gains or loses its list of wraps is linked anew.
$(foreach t,$(TESTS),$(eval $(t): $(wildcard tests/unit/$(notdir $(t)).wrap)))
$(OUT)/unit/%: $(OUT)/unit/%.o $(CLILIB) $(LIB)
	@echo "  link  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) $(addprefix -Wl$(comma)--wrap=,$(shell cat \
	    tests/unit/$*.wrap 2>/dev/null)) -o $@ $(filter %.o %.a,$^) \
	    $(LIBS) $(TLIBS)

# What another front end would be: no part of the command line.
$(OUT)/core/%.o: tests/core/%.c Makefile $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  cc    $@"
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(CORETESTS): $(OUT)/core/%: $(OUT)/core/%.o $(LIB)
	@echo "  link  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# The program whose decoders try what the sandbox forbids.
PROBE   := $(OUT)/probe/cxbak
WRAPPED := inflate xmlParseChunk archive_read_data json_loadb png_read_info \
    jpeg_read_header csv_read \
    $(if $(filter libheif,$(FOUND)),heif_decode_image) \
    $(if $(filter libwebp,$(FOUND)),WebPDecodeRGBA)
$(OUT)/probe/%.o: tests/probe/%.c Makefile $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  cc    $@"
	$(Q)$(CC) $(ALL_CPPFLAGS) -Itests $(ALL_CFLAGS) \
	    -Wno-missing-prototypes -MMD -MP -c -o $@ $<

PROBE_OBJS := $(OUT)/probe/probe.o $(OUT)/probe/image.o
$(PROBE): $(MAIN) $(PROBE_OBJS) $(CLILIB) $(LIB)
	@echo "  link  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) $(addprefix -Wl$(comma)--wrap=,$(WRAPPED)) \
	    -o $@ $^ $(LIBS)

# Fuzz targets: with a driver of our own, or with clang's in flavour fuzz.
$(OUT)/fuzz/%.o: tests/fuzz/%.c Makefile $(OUT)/flags
	@mkdir -p $(@D)
	@echo "  cc    $@"
	$(Q)$(CC) $(ALL_CPPFLAGS) -Itests/lib $(ALL_CFLAGS) -Wno-missing-prototypes \
	    -MMD -MP -c -o $@ $<

FUZZ_MAIN := $(if $(filter fuzz,$(FLAVOUR)),-fsanitize=fuzzer,\
    $(OUT)/fuzz/driver.o)
$(FUZZ): $(OUT)/fuzz/%: $(OUT)/fuzz/%.o $(filter-out -%,$(FUZZ_MAIN)) \
    $(CLILIB) $(LIB)
	@echo "  link  $@"
	$(Q)$(CC) $(ALL_LDFLAGS) $(filter -%,$(FUZZ_MAIN)) -o $@ $^ $(LIBS)

unit: $(TESTS)
	tests/run --flavour $(FLAVOUR) unit

tests-built: $(TESTS) $(CORETESTS) $(FUZZ) $(PROBE) $(OUT)/measure
.PHONY: tests-built

# A subset of the tests, for every few minutes of work: tests/times marks them.
quick: $(OUT)/cxbak $(TESTS) $(CORETESTS) $(PROBE)
	tests/run --flavour $(FLAVOUR) quick

test: $(OUT)/cxbak $(TESTS) $(CORETESTS) $(FUZZ) $(PROBE) $(OUT)/measure
	tests/run --flavour $(FLAVOUR)

check-asan:
	+$(MAKE) --no-print-directory FLAVOUR=asan test

# Programs and scenarios in which threads meet.
THREADED := unit/test_worker unit/test_objects unit/test_xscan unit/test_write cli/26-copied cli/28-sha256 \
    cli/41-quick cli/68-avatar-folder cli/91-core
check-tsan:
	+$(MAKE) --no-print-directory FLAVOUR=tsan tsan-run
.PHONY: tsan-run
tsan-run: $(OUT)/cxbak $(filter $(THREADED:%=$(OUT)/%),$(TESTS)) $(CORETESTS)
	tests/run --flavour $(FLAVOUR) $(THREADED:%=--only tests/%.) unit cli

check-valgrind: $(OUT)/cxbak $(TESTS) $(CORETESTS) $(PROBE)
	tests/run --flavour $(FLAVOUR) --valgrind unit cli

test-office: build/cxbak
	tests/office.sh
.PHONY: test-office

test-share: build/cxbak
	tests/share.sh
.PHONY: test-share

# What the tests execute, room by room; the counts of an earlier run go first.
coverage:
	+$(MAKE) --no-print-directory FLAVOUR=coverage coverage-table
.PHONY: coverage-table
coverage-table: $(OUT)/cxbak tests-built
	find $(OUT) -name '*.gcda' -delete
	tests/run --flavour $(FLAVOUR); failed=$$?; \
	    tests/lib/coverage.py $(OUT) && exit $$failed

# Would the tests notice a small fault?  Takes long; goes on where it ended.
mutants:
	+$(MAKE) --no-print-directory FLAVOUR=coverage mutants-run
.PHONY: mutants-run
mutants-run: $(OUT)/cxbak tests-built
	tests/lib/who_runs.py build/who.json
	tests/lib/mutants.py $(MUTANTS)

# Damaged archives: does any other program get more out of them?
SALVAGE_SEED ?= 1
salvage-judge: $(OUT)/cxbak
	tests/lib/salvage_judge.py $< 200 $(SALVAGE_SEED)
.PHONY: salvage-judge

# What was tried, in figures of real runs; the mutants are those of the last
# `make mutants`.
reliability: $(OUT)/cxbak tests-built
ifeq ($(filter --quick,$(RELIABILITY)),)
	+$(MAKE) --no-print-directory FLAVOUR=asan build/asan/cxbak tests-built
endif
	tests/lib/reliability.py $(RELIABILITY)
.PHONY: reliability

# Two builds in two folders, and not a byte of the program differs.
reproducible:
	+tests/lib/reproducible.sh "$(MAKE)"

# Each target over its seeds; then, if asked, some seconds of search for each.
fuzz: $(FUZZ)
	tests/run --flavour $(FLAVOUR) fuzz
ifneq ($(FUZZ_SECONDS),)
	+$(MAKE) --no-print-directory FLAVOUR=fuzz CC=clang fuzz-search
endif

.PHONY: fuzz-search fuzz-keep
fuzz-search: $(FUZZ)
	tests/lib/fuzz.py $(OUT)/fuzz $(FUZZ_SECONDS) $(FUZZ_TARGETS)
	@for t in $(LACKING); do echo "$$t: not built, its library is not here"; done

# What the corpora teach goes to tests/fuzz/seeds.
fuzz-keep:
	+$(MAKE) --no-print-directory FLAVOUR=fuzz CC=clang fuzz-keep-run
.PHONY: fuzz-keep-run
fuzz-keep-run: $(FUZZ)
	tests/lib/fuzz.py --keep $(OUT)/fuzz $(FUZZ_TARGETS)

# ---- what it costs ---------------------------------------------------------

$(OUT)/measure: tests/bench/measure.c Makefile $(OUT)/flags
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $<

bench: $(OUT)/cxbak $(OUT)/measure
	tests/bench/bench.py $^ $(OUT)/bench.json

# What the last run has measured, drawn by gnuplot.
bench-plot:
	tests/bench/results.py $(OUT)/bench.json plot build/bench.png

# The sizes of record; the tables go into the README.
bench-record: export BENCH_SIZE ?= 2000000000
bench-record: export BENCH_MEMBERS ?= 4200
bench-record: export BENCH_PICTURES ?= 1000
bench-record: export BENCH_GROWTH_USERS ?= 1000 10000 100000
bench-record: export BENCH_GROWTH_MEMBERS ?= 1000 10000 100000 300000
bench-record: export BENCH_ROUNDS ?= 5
bench-record: bench
	tests/bench/results.py $(OUT)/bench.json readme
	tests/bench/results.py $(OUT)/bench.json table

bench-check: $(OUT)/cxbak
	tests/bench/instructions.py $<
.PHONY: bench bench-plot bench-record bench-check

# ---- the README's story ----------------------------------------------------

demo: build/cxbak man
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

lint: lint-format lint-tree lint-scripts lint-man lint-strict lint-arm64 \
    lint-cppcheck lint-tidy lint-hardening
	@echo "lint: clean"

lint-format:
	clang-format --dry-run -Werror $(C_FILES)

lint-tree: $(OUT)/cxbak
	tests/lib/house.py --check $(OUT)

house:
	@tests/lib/house.py

lint-scripts:
	shellcheck -s bash -S warning -e SC2034,SC1112 $(SCRIPTS)
	python3 -c 'import ast, sys; [ast.parse(open(p).read(), p) for p in \
	    sys.argv[1:]]' $(PYTHON)

# That the pages which they name exist, make.py has seen.
lint-man: $(OUT)/man/made
	mandoc -T lint $(OUT)/man/man?/* > build/man.lint 2>&1; [ $$? -lt 5 ]
	! grep -v 'referenced manual not found' build/man.lint
.PHONY: lint-man

# Not a warning, of either compiler, in the program or its tests.
lint-strict:
	+$(MAKE) --no-print-directory FLAVOUR=lint-gcc CC=gcc strict
	+$(MAKE) --no-print-directory FLAVOUR=lint-clang CC=clang strict
.PHONY: strict
strict: $(OUT)/cxbak $(TESTS:=.o) $(FUZZ:=.o) $(OUT)/fuzz/driver.o

# Compiled for arm64 with the headers of this machine's libraries.
lint-arm64:
	+$(MAKE) --no-print-directory FLAVOUR=lint-arm64 \
	    CC=aarch64-linux-gnu-gcc AR=aarch64-linux-gnu-ar \
	    PKG_CONFIG=pkg-config CPPFLAGS="-idirafter \
	    /usr/include/$$(gcc -print-multiarch)" strict-objects
.PHONY: strict-objects
strict-objects: $(OBJS) $(TESTS:=.o) $(FUZZ:=.o) $(OUT)/fuzz/driver.o

lint-cppcheck:
	cppcheck -q -j 2 --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --error-exitcode=1 --suppress=missingIncludeSystem \
	    --suppress=unknownMacro --suppress=legacyUninitvar \
	    --suppress=memleak:src/util/mem.c -Iinclude -Isrc -D_GNU_SOURCE \
	    -DCXBAK_VERSION='"x"' src

# Protected as OpenSSF's guide says: seen in the binary.
lint-hardening: build/release/cxbak
	tests/lib/hardening.py $<
.PHONY: lint-hardening

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
MAN  := $(DESTDIR)$(PREFIX)/share/man
SHARE := $(DESTDIR)$(PREFIX)/share
# Where each shell looks; Debian's packages have vendor-completions for zsh.
COMP_bash := $(SHARE)/bash-completion/completions/cxbak
COMP_zsh  := $(SHARE)/zsh/$(or $(ZSH_COMPLETIONS),site-functions)/_cxbak
COMP_fish := $(SHARE)/fish/vendor_completions.d/cxbak.fish
SHELLS := bash zsh fish
LIBDIR     := $(DESTDIR)$(PREFIX)/lib
INCLUDEDIR := $(DESTDIR)$(PREFIX)/include
INSTALL ?= install

install: $(OUT)/cxbak $(SHELLS:%=$(OUT)/cxbak.%) $(OUT)/man/made
	$(INSTALL) -d $(BIN)
	$(INSTALL) -m 755 $(OUT)/cxbak $(BIN)/cxbak
	cd $(OUT)/man && for page in man?/*.?; do \
	    $(INSTALL) -D -m 644 $$page $(abspath $(MAN))/$$page || exit 1; done
	$(foreach s,$(SHELLS),$(INSTALL) -D -m 644 $(OUT)/cxbak.$(s) \
	    $(COMP_$(s)) &&) true

# The program writes them.  One built for another machine runs under EMULATOR.
$(SHELLS:%=$(OUT)/cxbak.%): $(OUT)/cxbak.%: $(OUT)/cxbak
	$(Q)$(EMULATOR) $(OUT)/cxbak completion $* > $@

uninstall:
	rm -f $(BIN)/cxbak $(foreach s,$(SHELLS),$(COMP_$(s))) $(MAN)/man1/cxbak.1 \
	    $(MAN)/man[157]/cxbak-*.[157]

# The library is static: who uses it needs what it stands on.
install-lib: $(LIB) $(OUT)/cxbak.pc
	$(INSTALL) -d $(LIBDIR)/pkgconfig
	$(INSTALL) -m 644 $(LIB) $(LIBDIR)/libcxbak.a
	$(INSTALL) -m 644 $(OUT)/cxbak.pc $(LIBDIR)/pkgconfig/cxbak.pc
	cd include && find cxbak -name '*.h' -exec $(INSTALL) -D -m 644 \
	    {} $(abspath $(INCLUDEDIR))/{} \;

$(OUT)/cxbak.pc: Makefile FORCE
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'Name: cxbak' \
	    'Description: edits 3CX phone-system backups offline' \
	    'Version: $(VERSION)' 'Requires: $(PKGS) $(FOUND)' \
	    'Cflags: -I$${prefix}/include' \
	    'Libs: -L$${prefix}/lib -lcxbak -pthread -lm' > $@

uninstall-lib:
	rm -f $(LIBDIR)/libcxbak.a $(LIBDIR)/pkgconfig/cxbak.pc
	rm -rf $(INCLUDEDIR)/cxbak

clean:
	rm -rf build

include src/page/page.mk
include src/package/package.mk

-include $(OBJS:.o=.d) $(TESTS:=.d) $(FUZZ:=.d) $(OUT)/fuzz/driver.d \
    $(PROBE_OBJS:.o=.d) $(CORETESTS:=.d)
