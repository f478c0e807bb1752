# cxbak: offline editor for 3CX backup files.  GNU make.
#
#   make            build build/cxbak          make demo      play the README
#   make test       all tests                  make lint      style and static checks
#   make check-asan, make check-valgrind       make fuzz      needs clang
#   make bench      ratios against peers       make install   DESTDIR, PREFIX

VERSION := 0.1.0
PREFIX  ?= /usr/local
CC      ?= cc
PKGS    := libarchive libxml-2.0 zlib jansson libutf8proc libpng libjpeg nettle
TPKGS   := cmocka

# Objects live apart per flavour: release, asan, and clang's check build.
FLAVOUR ?= release
OUT     := build/$(FLAVOUR)

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

OPT.release := -O2 -g -D_FORTIFY_SOURCE=2 $(HARDEN)
OPT.clang   := -O2 -g -D_FORTIFY_SOURCE=2 $(HARDEN)
OPT.asan    := -O1 -g -fsanitize=address,undefined \
    -fno-sanitize-recover=all -fno-omit-frame-pointer
LD.release  := $(LDHARDEN)
LD.clang    := $(LDHARDEN)
LD.asan     := -fsanitize=address,undefined

ALL_CPPFLAGS := -Iinclude -Isrc -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
    -DCXBAK_VERSION='"$(VERSION)"' $(CPPFLAGS)
ALL_CFLAGS = -std=c17 $(WARN) $(OPT.$(FLAVOUR)) -pthread $(CFLAGS) \
    $(shell pkg-config --cflags $(PKGS))
ALL_LDFLAGS = $(LD.$(FLAVOUR)) -pthread $(LDFLAGS)
LIBS  = $(shell pkg-config --libs $(PKGS)) -lm
TLIBS = $(shell pkg-config --libs $(TPKGS))

SRCS  := $(sort $(wildcard src/*/*.c))
OBJS  := $(SRCS:src/%.c=$(OUT)/%.o)
CORE  := $(filter-out $(OUT)/cmd/main.o,$(OBJS))
TESTS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))

.PHONY: all demo test unit check-asan check-valgrind lint format install \
    uninstall clean bench fuzz
.DELETE_ON_ERROR:
.SECONDARY:

all: build/cxbak

build/cxbak: $(OUT)/cxbak
	@ln -sf $(FLAVOUR)/cxbak $@

$(OUT)/cxbak: $(OBJS)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(OUT)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Unit tests: one program per module, linked with everything but main().
# A test that must make our own calls fail names them in tests/unit/NAME.wrap.
$(OUT)/unit/%.o: tests/unit/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -Itests/lib $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/unit/%: $(OUT)/unit/%.o $(CORE)
	$(CC) $(ALL_LDFLAGS) $(addprefix -Wl$(comma)--wrap=,$(shell cat \
	    tests/unit/$*.wrap 2>/dev/null)) -o $@ $^ $(LIBS) $(TLIBS)
comma := ,

unit: $(TESTS)
	@for t in $(TESTS); do $$t || exit 1; done

clean:
	rm -rf build

-include $(OBJS:.o=.d) $(TESTS:=.d)
