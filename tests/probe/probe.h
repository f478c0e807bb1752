/* What the parts of the probe know of each other. */
#ifndef PROBE_H
#define PROBE_H

#include <stdbool.h>

/* Is the memory to be searched?  Then decoders are left in peace. */
bool probe_image(void);

#endif
