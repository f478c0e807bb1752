/* What is answered otherwise than for the page: threads there are. */
#include_next <config.h>
#define HAVE_PTHREAD_H 1
