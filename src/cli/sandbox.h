/*
 * What the process may still reach while it reads files of strangers.
 *
 * A policy is a list of paths, each with what may be done there; the policy
 * owns copies of them.  Entering it cannot be undone, and holds for all
 * threads that begin later: Landlock keeps every path that is not in the list,
 * TCP, and signals to other processes from it, and a seccomp filter leaves it
 * only the system calls of the program.  Both are best effort: a kernel that
 * has one of them not, or an older Landlock, gives what it has.
 */
#ifndef CXBAK_CLI_SANDBOX_H
#define CXBAK_CLI_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

enum sandbox_access {
    SANDBOX_READ = 1,   /* a file may be read, a folder listed */
    SANDBOX_TREE = 2,   /* and all files in the folder, of any depth, read */
    SANDBOX_WRITE = 4,  /* files in the folder may be made, replaced, removed */
    SANDBOX_FOLDERS = 8 /* and folders made */
};

struct sandbox_path {
    char *path;
    unsigned access; /* enum sandbox_access */
};

struct sandbox_policy {
    struct sandbox_path *list;
    size_t count;
    size_t cap;
};

#define SANDBOX_POLICY_INIT                                                    \
    {                                                                          \
        .list = NULL                                                           \
    }

/* Add a path.  One that is not there, or cannot be reached, is no error: then
 * opening it will fail as it does without a sandbox. */
void sandbox_allow(struct sandbox_policy *p, const char *path, unsigned access);

/* Add the folder that `path` lies in. */
void sandbox_allow_folder(struct sandbox_policy *p, const char *path,
                          unsigned access);

/* May anything be written by it? */
bool sandbox_writes(const struct sandbox_policy *p);

/* Give up everything else.  The process must have one thread only. */
void sandbox_enter(const struct sandbox_policy *p);

void sandbox_policy_free(struct sandbox_policy *p);

/* What this kernel and this build give, in words, newly made. */
char *sandbox_words(void);

/* The version of Landlock that the kernel has, 0 for none. */
int sandbox_landlock_abi(void);

/* The two halves: true if the kernel took them. */
bool sandbox_landlock(const struct sandbox_policy *p);
bool sandbox_filter(bool writes);

/* Can the kernel filter system calls? */
bool sandbox_filter_there(void);

/* The library that makes the filter, with its version, newly made; NULL where
 * there is none. */
char *sandbox_library(void);

#endif
