/*
 * The three standard streams, from before the first use to the last.
 */
#ifndef CXBAK_CLI_STD_STREAMS_H
#define CXBAK_CLI_STD_STREAMS_H

#include <stdbool.h>

#include "cxbak/util/err.h"

struct streams {
    bool pipe_kills; /* did SIGPIPE end us before we took it over? */
};

/*
 * Make sure that descriptors 0 to 2 are taken, so that no file of ours gets
 * a number that a message would be written to, and take over SIGPIPE: a
 * reader of our output who leaves must not stop a backup being written.
 * Ignores SIGXFSZ: a limit of file size is an error of the write.
 */
int streams_start(struct streams *s, struct err *e);

/* Write out what standard output holds by now.  The reason of the first failure
 * is kept for streams_finish(): the stream itself forgets it. */
void streams_flush(void);

/*
 * Write out what standard output still holds and return the program's final
 * status, which is `status` unless that was a success and the output could
 * not be written (ST_SYSTEM, message in `e`).  If its reader has left, ends
 * the program as SIGPIPE does, without a word, unless there was an error.
 */
int streams_finish(const struct streams *s, int status, struct err *e);

#endif
