/* The pictures of a redacted copy. */
#ifndef CXBAK_REDACT_REDACT_PICTURES_IMPL_H
#define CXBAK_REDACT_REDACT_PICTURES_IMPL_H

#include "redact/redact_impl.h"

/* Append the `i`th picture, a PNG file. */
int redact_draw_picture(size_t i, struct buf *out, struct err *e);

#endif
