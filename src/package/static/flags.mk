# How the program finds the libraries of static.mk.

MUSL_LIB ?= /usr/lib/$(shell uname -m)-linux-musl
ifeq ($(wildcard $(MUSL_LIB)/rcrt1.o),)
$(error musl is missing in $(MUSL_LIB): apt-get install musl-tools)
endif
FOUND :=
PKG_CFLAGS := -DCXBAK_LIBC='"musl, within"' -Wno-discarded-qualifiers -DUTF8PROC_STATIC \
    $(addprefix -isystem ,build/page/src/zlib src/page/libs/jansson \
    build/page/src/jansson/src build/page/src/utf8proc build/static/gen \
    build/page/src/libpng1.6 src/page/libs/jpeg build/page/src/libjpeg-turbo \
    build/page/src/libxml2/include build/page/src/libarchive/libarchive \
    build/page/src/libxlsxwriter/include \
    build/static/src/libseccomp/include) \
    -idirafter /usr/include -idirafter \
    /usr/include/$(shell gcc -print-multiarch)
LIBS := $(MUSL_LIB)/rcrt1.o $(MUSL_LIB)/crti.o build/static/musl.o \
    $(foreach l,archive xml2 xlsxwriter minizip md5 jansson utf8proc png jpeg \
    seccomp nettle zlib,build/static/lib/lib$(l).a) -lm \
    $(MUSL_LIB)/crtn.o
