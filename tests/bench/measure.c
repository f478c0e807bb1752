/*
 * measure FILE COMMAND...: runs a command and writes to FILE what it took:
 * seconds, seconds of the processor, and the largest memory of one of its
 * processes in KiB, as the kernel counts them.  It is small itself, so that
 * what is counted begins near nothing.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
    struct timespec start, end;
    struct rusage used;
    int status;
    pid_t pid;
    FILE *f;

    if (argc < 3 || (f = fopen(argv[1], "we")) == NULL)
        return 124;
    clock_gettime(CLOCK_MONOTONIC, &start);
    if ((pid = fork()) == 0) {
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (pid == -1 || wait4(pid, &status, 0, &used) != pid)
        return 126;
    clock_gettime(CLOCK_MONOTONIC, &end);
    fprintf(f, "%.6f %.6f %ld\n",
            (double)(end.tv_sec - start.tv_sec) +
                (double)(end.tv_nsec - start.tv_nsec) / 1e9,
            seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
    if (fclose(f) != 0)
        return 124;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 125;
}
