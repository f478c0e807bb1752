/* Answers for libseccomp. */
#define HAVE_LINUX_SECCOMP_H 1
