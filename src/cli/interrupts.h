/*
 * SIGINT, SIGTERM and SIGHUP while something is written: nothing is left
 * behind, and what is said is true.
 */
#ifndef CXBAK_CLI_INTERRUPTS_H
#define CXBAK_CLI_INTERRUPTS_H

#include "cxbak/util/err.h"
#include "cxbak/util/outfile.h"

/*
 * Begin to catch these signals, for an output that is made with `*cleanup`,
 * one at a time.  Those that are ignored (nohup) stay so.
 *
 * They end the program with ST_CANCELLED as long as the file does not
 * have its name.  From then on the first one only keeps further files from
 * being begun, because the work is done: here that is ST_CANCELLED, naming
 * `path`.  A second one ends the program and says that the file is complete.
 */
int interrupts_catch(struct outfile_cleanup **cleanup, const char *path,
                     struct err *e);

/* Have the signals do again what they did; but once a file has its name they
 * stay caught: what follows is only the summary, and its status must not say
 * that nothing was done. */
void interrupts_release(void);

#endif
