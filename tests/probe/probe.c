/*
 * The whole program, with decoders that were taken over: what each of the
 * libraries and readers below is called for the first time, it first tries
 * what an intruder would.  Linked with --wrap for each of them (see WRAPPED in
 * the Makefile).  For each try one line goes to standard error:
 *
 *     probe inflate read-file: EACCES
 *
 * With PROBE_FILES in the environment it tries files only.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef CXBAK_HEIF
#include <libheif/heif.h>
#endif
#ifdef CXBAK_WEBP
#include <webp/decode.h>
#endif
#include <archive.h>
#include <jansson.h>
#include <jpeglib.h>
#include <libxml/parser.h>
#include <png.h>
#include <zlib.h>

#include "cxbak/table/csv.h"
#include "probe/probe.h"

/* Nothing of these is in the way of a command of the scenario. */
#define SECRET   "/etc/passwd"
#define INTRUDER "intruder"

static int
try_open(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC, 0600);

    if (fd != -1)
        close(fd);
    return fd;
}

static int
read_file(void)
{
    return try_open(SECRET, O_RDONLY);
}

static int
list_folder(void)
{
    return try_open("/etc", O_RDONLY | O_DIRECTORY);
}

static int
write_file(void)
{
    return try_open(INTRUDER, O_WRONLY | O_CREAT);
}

static int
change_input(void)
{
    return try_open("pbx.zip", O_WRONLY);
}

static int
tcp_socket(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int
unix_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* Were it let, it would end the program with a line of its own. */
static int
run_shell(void)
{
    char sh[] = "sh", option[] = "-c", line[] = "echo probe: a shell >&2";
    char *argv[] = {sh, option, line, NULL};

    return execve("/bin/sh", argv, argv + 3);
}

static int
make_process(void)
{
    long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

    if (pid == 0)
        _exit(0);
    return (int)pid;
}

static int
trace(void)
{
    return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int
signal_parent(void)
{
    return kill(getppid(), SIGUSR1);
}

/* Have the kernel send the signal, when something comes in. */
static int
signal_owner(void)
{
    return fcntl(STDERR_FILENO, F_SETOWN, 1);
}

static int
run_memory(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return p == MAP_FAILED ? -1 : 0;
}

/* The first are all that a process can be kept from without a filter, where
 * the others would be the end of the test. */
#define FILE_TRIES 4

static const struct {
    const char *name;
    int (*try)(void);
} tries[] = {
    {"read-file", read_file},   {"list-folder", list_folder},
    {"write-file", write_file}, {"change-input", change_input},
    {"tcp-socket", tcp_socket}, {"unix-socket", unix_socket},
    {"run-shell", run_shell},   {"make-process", make_process},
    {"trace", trace},           {"signal-parent", signal_parent},
    {"run-memory", run_memory}, {"signal-owner", signal_owner},
};

static void
attack(const char *decoder, atomic_flag *done)
{
    size_t i, n = sizeof(tries) / sizeof(tries[0]);

    if (probe_image() || atomic_flag_test_and_set(done))
        return;
    if (getenv("PROBE_FILES") != NULL)
        n = FILE_TRIES;
    for (i = 0; i < n; i++) {
        int rc = tries[i].try();

        fprintf(stderr, "probe %s %s: %s\n", decoder, tries[i].name,
                rc == -1 ? strerrorname_np(errno) : "done");
    }
}

/* WRAP(TYPE, NAME, PARAMETERS, ARGUMENTS): attack, then go on as always. */
#define WRAP(type, name, parameters, arguments)                                \
    type __real_##name parameters;                                             \
    type __wrap_##name parameters;                                             \
    type __wrap_##name parameters                                              \
    {                                                                          \
        static atomic_flag done = ATOMIC_FLAG_INIT;                            \
                                                                               \
        attack(#name, &done);                                                  \
        return __real_##name arguments;                                        \
    }

WRAP(int, inflate, (z_streamp z, int flush), (z, flush))
WRAP(int, xmlParseChunk, (xmlParserCtxtPtr c, const char *p, int n, int end),
     (c, p, n, end))
WRAP(la_ssize_t, archive_read_data, (struct archive * a, void *p, size_t n),
     (a, p, n))
WRAP(json_t *, json_loadb,
     (const char *p, size_t n, size_t flags, json_error_t *e), (p, n, flags, e))
WRAP(int, jpeg_read_header, (j_decompress_ptr d, boolean image), (d, image))
WRAP(int, csv_read,
     (struct csv * *c, const char *name, const uint8_t *data, size_t n,
      const struct csv_options *o, struct err *e),
     (c, name, data, n, o, e))
#ifdef CXBAK_HEIF
WRAP(struct heif_error, heif_decode_image,
     (const struct heif_image_handle *h, struct heif_image **image,
      enum heif_colorspace space, enum heif_chroma chroma,
      const struct heif_decoding_options *o),
     (h, image, space, chroma, o))
#endif
#ifdef CXBAK_WEBP
WRAP(uint8_t *, WebPDecodeRGBA,
     (const uint8_t *p, size_t n, int *width, int *height),
     (p, n, width, height))
#endif

void __real_png_read_info(png_structrp p, png_inforp i);
void __wrap_png_read_info(png_structrp p, png_inforp i);
void
__wrap_png_read_info(png_structrp p, png_inforp i)
{
    static atomic_flag done = ATOMIC_FLAG_INIT;

    attack("png_read_info", &done);
    __real_png_read_info(p, i);
}
